package dev.sandglass.cli.value;

import java.util.regex.Pattern;

/**
 * Permission bits of a file, in octal.
 *
 * @param bits 0 to 07777
 */
public record FileMode(int bits) {
  private static final Pattern SYNTAX = Pattern.compile("0?[0-7]{3,4}");

  /**
   * Reads permission bits.
   *
   * @throws MalformedValueException if they are not three or four octal digits
   */
  public static FileMode parse(String text) {
    if (!SYNTAX.matcher(text).matches() || Integer.parseInt(text, 8) > 07777) {
      throw new MalformedValueException(text, "permission bits in octal, like 644 or 0755");
    }
    return new FileMode(Integer.parseInt(text, 8));
  }

  /** Returns the bits as four octal digits, as in {@code 0644}. */
  public static String octal(int bits) {
    return String.format("%04o", bits & 07777);
  }
}
