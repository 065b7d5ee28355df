package dev.sandglass.scrubber;

import java.util.Optional;

/**
 * The name of a container image, read by the grammar of the distribution project's references. It
 * may be a private one: see {@link PublicImage}. Immutable.
 *
 * @param domain the registry's host, with a port if one was given; {@code docker.io} when none was
 * @param path the repository below it, such as {@code library/python}
 * @param tag the tag
 * @param digest the digest, such as {@code sha256:…}
 */
public record ImageReference(
    String domain, String path, Optional<String> tag, Optional<String> digest) {
  private static final String DEFAULT_DOMAIN = "docker.io";
  private static final String OFFICIAL = "library/";
  private static final int MAX_NAME = 255;
  private static final int MAX_TAG = 128;
  private static final int MAX_REFERENCE = 1024;
  private static final int MIN_DIGEST_HEX = 32;

  /**
   * Reads a reference. Familiar names are completed: {@code python} is {@code
   * docker.io/library/python}. Empty for what the grammar does not allow.
   */
  public static Optional<ImageReference> parse(String reference) {
    if (reference.length() > MAX_REFERENCE) {
      return Optional.empty();
    }
    int at = reference.indexOf('@');
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(reference.substring(at + 1));
    String name = at < 0 ? reference : reference.substring(0, at);
    int colon = name.lastIndexOf(':');
    boolean hasTag = colon > name.lastIndexOf('/');
    Optional<String> tag = hasTag ? Optional.of(name.substring(colon + 1)) : Optional.empty();
    name = hasTag ? name.substring(0, colon) : name;
    if (digest.filter(text -> !isDigest(text)).isPresent()
        || tag.filter(text -> !isTag(text)).isPresent()) {
      return Optional.empty();
    }
    return complete(name)
        .filter(found -> found.path.length() + found.domain.length() < MAX_NAME)
        .map(found -> new ImageReference(found.domain, found.path, tag, digest));
  }

  private static Optional<ImageReference> complete(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    // What looks like no host is the first part of a path: acme/tool is docker.io/acme/tool.
    boolean hasDomain =
        first.indexOf('.') >= 0
            || first.indexOf(':') >= 0
            || first.equals("localhost")
            || !first.equals(first.toLowerCase(java.util.Locale.ROOT));
    String domain = hasDomain ? first : DEFAULT_DOMAIN;
    String path = hasDomain ? name.substring(slash + 1) : name;
    if (domain.equals("index." + DEFAULT_DOMAIN)) {
      domain = DEFAULT_DOMAIN;
    }
    if (domain.equals(DEFAULT_DOMAIN) && path.indexOf('/') < 0) {
      path = OFFICIAL + path;
    }
    return isDomain(domain) && isPath(path)
        ? Optional.of(new ImageReference(domain, path, Optional.empty(), Optional.empty()))
        : Optional.empty();
  }

  private static boolean isDomain(String domain) {
    int colon = domain.lastIndexOf(':');
    String host = domain;
    if (colon > domain.lastIndexOf(']')) {
      host = domain.substring(0, colon);
      if (!isAll(domain.substring(colon + 1), ImageReference::isDigit)) {
        return false;
      }
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      return isAll(host.substring(1, host.length() - 1), c -> isHex(c) || c == ':');
    }
    for (String label : host.split("\\.", -1)) {
      if (!isAll(label, c -> isAlphanumeric(c) || c == '-')
          || label.startsWith("-")
          || label.endsWith("-")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPath(String path) {
    for (String component : path.split("/", -1)) {
      if (!isComponent(component)) {
        return false;
      }
    }
    return true;
  }

  /** Lower-case letters and digits, joined by one dot, one or two underscores, or dashes. */
  private static boolean isComponent(String component) {
    int separators = 0;
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (isLower(c) || isDigit(c)) {
        separators = 0;
        continue;
      }
      separators++;
      boolean repeats = separators > 1 && component.charAt(i - 1) == c;
      boolean allowed =
          c == '-' && (separators == 1 || repeats)
              || c == '_' && (separators == 1 || separators == 2 && repeats)
              || c == '.' && separators == 1;
      if (!allowed || i == 0) {
        return false;
      }
    }
    return !component.isEmpty() && separators == 0;
  }

  private static boolean isTag(String tag) {
    return tag.length() <= MAX_TAG
        && isAll(tag, c -> isAlphanumeric(c) || c == '_' || c == '.' || c == '-')
        && tag.charAt(0) != '.'
        && tag.charAt(0) != '-';
  }

  private static boolean isDigest(String digest) {
    int colon = digest.indexOf(':');
    if (colon <= 0) {
      return false;
    }
    String hex = digest.substring(colon + 1);
    for (String part : digest.substring(0, colon).split("[-_+.]", -1)) {
      if (!isAll(part, ImageReference::isAlphanumeric) || isDigit(part.charAt(0))) {
        return false;
      }
    }
    return hex.length() >= MIN_DIGEST_HEX && isAll(hex, ImageReference::isHex);
  }

  private static boolean isAll(String text, java.util.function.IntPredicate allowed) {
    return !text.isEmpty() && text.chars().allMatch(allowed);
  }

  private static boolean isAlphanumeric(int c) {
    return isLower(c) || isDigit(c) || c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(int c) {
    return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  /** Returns domain and path, {@code docker.io/library/python}. */
  public String name() {
    return domain + "/" + path;
  }

  /** Returns the complete reference. */
  @Override
  public String toString() {
    return name() + tag.map(text -> ":" + text).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
