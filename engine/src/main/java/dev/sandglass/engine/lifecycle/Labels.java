package dev.sandglass.engine.lifecycle;

import java.util.Map;
import java.util.regex.Pattern;

/** Rules for metadata: those of Kubernetes labels. */
final class Labels {
  /** Metadata key of the human-readable name. */
  static final String NAME = "name";

  private static final String RESERVED = "opensandbox.io/";
  private static final int MAX_NAME = 63;
  private static final int MAX_PREFIX = 253;
  private static final int MAX_ENTRIES = 64;
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private Labels() {}

  /** Checks what a create request brings; a name may hold anything printable. */
  static void checkNew(Map<String, String> metadata) {
    checkCount(metadata);
    metadata.forEach(
        (key, value) -> {
          checkKey(key);
          if (key.equals(NAME)) {
            checkName(value);
          } else {
            checkValue(key, value);
          }
        });
  }

  static void checkCount(Map<String, String> metadata) {
    if (metadata.size() > MAX_ENTRIES) {
      throw Invalid.request("metadata has at most " + MAX_ENTRIES + " entries");
    }
  }

  static void checkKey(String key) {
    if (key.startsWith(RESERVED)) {
      throw Invalid.request("metadata key " + Invalid.quoted(key) + " is reserved: " + RESERVED);
    }
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "" : key.substring(0, slash);
    String name = key.substring(slash + 1);
    boolean prefixed =
        slash < 0 || (prefix.length() <= MAX_PREFIX && SUBDOMAIN.matcher(prefix).matches());
    if (!prefixed || !LABEL.matcher(name).matches()) {
      throw Invalid.request(
          "metadata key "
              + Invalid.quoted(key)
              + " must be a label name of letters, digits, '-', '_' and '.', at most "
              + MAX_NAME
              + " characters, with an optional DNS prefix and '/'");
    }
  }

  static void checkValue(String key, String value) {
    if (!LABEL.matcher(value).matches()) {
      throw Invalid.request(
          "metadata value "
              + Invalid.quoted(value)
              + " of "
              + Invalid.quoted(key)
              + " must be 1 to 63 letters, digits, '-', '_' and '.',"
              + " beginning and ending with a letter or digit");
    }
  }

  private static void checkName(String name) {
    boolean printable = name.chars().noneMatch(Character::isISOControl);
    if (name.isBlank() || name.length() > MAX_NAME || !printable) {
      throw Invalid.request(
          "metadata.name "
              + Invalid.quoted(name)
              + " must have 1 to 63 characters and no control characters");
    }
  }
}
