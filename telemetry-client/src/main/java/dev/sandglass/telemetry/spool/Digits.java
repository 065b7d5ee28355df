package dev.sandglass.telemetry.spool;

/** Reads the numbers in names of files. */
final class Digits {
  private static final int MAX_DIGITS = 18;

  private Digits() {}

  /** Returns the number in a part of a text, or -1 unless it is one without leading zeros. */
  static long parse(String text, int from, int to) {
    if (from >= to || to - from > MAX_DIGITS || to - from > 1 && text.charAt(from) == '0') {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
