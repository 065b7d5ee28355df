package dev.sandglass.scrubber;

/** Kinds of ASCII characters; {@link Character}'s own also hold letters of other scripts. */
final class Characters {
  private Characters() {}

  static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetterOrDigit(char c) {
    return isLower(c) || isUpper(c) || isDigit(c);
  }

  static boolean isHex(char c) {
    return hexValue(c) >= 0;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hexValue(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  static boolean areDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
