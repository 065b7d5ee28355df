package dev.sandglass.cli.console;

import java.util.Locale;

/** Numbers of bytes for people. */
public final class ByteCount {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteCount() {}

  /** Returns a number of bytes with a binary unit, such as {@code 1.5 GiB}. */
  public static String format(long bytes) {
    double number = bytes;
    int unit = 0;
    while (number >= 1024 && unit < UNITS.length - 1) {
      number /= 1024;
      unit++;
    }
    String digits = unit == 0 || number >= 100 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, digits, number, UNITS[unit]);
  }
}
