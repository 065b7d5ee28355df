package dev.sandglass.scrubber;

/**
 * Tells random characters from words.
 *
 * <p>Words seldom change between small letters, capitals and digits; in a random text two of three
 * neighbours differ. Linear, and no list of words is needed.
 */
final class Randomness {
  private static final int MIN_MIXED = 20;
  private static final int MIN_SMALL = 24;
  private static final int MIN_HEX = 32;

  private Randomness() {}

  /** Whether a text holds a long run of hexadecimal digits, as keys and hashes are written. */
  static boolean holdsHex(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      length = Characters.isHex(text.charAt(i)) ? length + 1 : 0;
      if (length == MIN_HEX) {
        return true;
      }
    }
    return false;
  }

  /** Returns the place behind the run of characters of keys that begins at a place. */
  static int end(String text, int start) {
    int end = start;
    while (end < text.length() && isOfKey(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static boolean isOfKey(char c) {
    return Characters.isLetterOrDigit(c) || c == '+' || c == '_' || c == '-' || c == '=';
  }

  /** Whether capitals, small letters and digits alternate as only random ones do. */
  static boolean isMixed(String text, int start, int end) {
    return end - start >= MIN_MIXED
        && (kinds(text, start, end) & 7) == 7
        && changes(text, start, end) * 5 >= (end - start) * 2;
  }

  /** Whether small letters and digits alternate as only random ones do, without a dash. */
  static boolean isSmall(String text, int start, int end) {
    return end - start >= MIN_SMALL
        && kinds(text, start, end) == 5
        && changes(text, start, end) * 4 >= end - start;
  }

  private static int kinds(String text, int start, int end) {
    int kinds = 0;
    for (int i = start; i < end; i++) {
      kinds |= kind(text.charAt(i));
    }
    return kinds;
  }

  private static int changes(String text, int start, int end) {
    int changes = 0;
    for (int i = start + 1; i < end; i++) {
      int kind = kind(text.charAt(i));
      int before = kind(text.charAt(i - 1));
      // Dashes between words make no randomness.
      if (kind != before && kind != 8 && before != 8) {
        changes++;
      }
    }
    return changes;
  }

  private static int kind(char c) {
    return Characters.isLower(c) ? 1 : Characters.isUpper(c) ? 2 : Characters.isDigit(c) ? 4 : 8;
  }
}
