package dev.sandglass.scrubber;

import java.util.Map;

/** The rules of {@link ImageReference}, part by part. */
final class ImageGrammar {
  private static final int MAX_TAG = 128;

  /** Hexadecimal digits of each algorithm that registries know. */
  private static final Map<String, Integer> DIGESTS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);

  private ImageGrammar() {}

  static boolean isDomain(String domain) {
    int hostEnd = domain.indexOf(':', Math.max(domain.indexOf(']'), 0));
    String host = hostEnd < 0 ? domain : domain.substring(0, hostEnd);
    String port = hostEnd < 0 ? "0" : domain.substring(hostEnd + 1);
    if (port.isEmpty() || !Characters.areDigits(port)) {
      return false;
    }
    return host.startsWith("[") ? isBracketed(host) : isDomainName(host);
  }

  private static boolean isBracketed(String host) {
    if (host.length() < 3 || host.indexOf(']') != host.length() - 1) {
      return false;
    }
    for (int i = 1; i < host.length() - 1; i++) {
      if (!Characters.isHex(host.charAt(i)) && host.charAt(i) != ':') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDomainName(String host) {
    for (String component : host.split("\\.", -1)) {
      if (component.isEmpty() || component.startsWith("-") || component.endsWith("-")) {
        return false;
      }
      for (int i = 0; i < component.length(); i++) {
        if (!Characters.isLetterOrDigit(component.charAt(i)) && component.charAt(i) != '-') {
          return false;
        }
      }
    }
    return true;
  }

  static boolean isPath(String path) {
    for (String component : path.split("/", -1)) {
      if (!isComponent(component)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isComponent(String component) {
    int separator = 0; // where the separator before the current character began
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (Characters.isLower(c) || Characters.isDigit(c)) {
        if (!isSeparator(component.substring(separator, i)) && separator != i) {
          return false;
        }
        separator = i + 1;
      } else if (i == 0 || "._-".indexOf(c) < 0) {
        return false;
      }
    }
    return !component.isEmpty() && separator == component.length();
  }

  private static boolean isSeparator(String text) {
    return switch (text) {
      case ".", "_", "__" -> true;
      default -> text.chars().allMatch(c -> c == '-');
    };
  }

  static boolean isTag(String tag) {
    for (int i = 0; i < tag.length(); i++) {
      char c = tag.charAt(i);
      boolean first = Characters.isLetterOrDigit(c) || c == '_';
      if (!first && (i == 0 || (c != '.' && c != '-'))) {
        return false;
      }
    }
    return !tag.isEmpty() && tag.length() <= MAX_TAG;
  }

  static boolean isDigest(String digest) {
    int colon = digest.indexOf(':');
    Integer length = colon < 0 ? null : DIGESTS.get(digest.substring(0, colon));
    if (length == null || digest.length() - colon - 1 != length) {
      return false;
    }
    for (int i = colon + 1; i < digest.length(); i++) {
      if (!isLowerHex(digest.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isLowerHex(char c) {
    return Characters.isDigit(c) || (c >= 'a' && c <= 'f');
  }
}
