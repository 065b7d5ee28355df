package dev.sandglass.cli.value;

import java.util.regex.Pattern;

/** A TCP port, 1 to 65535. */
public record Port(int number) {
  private static final Pattern SYNTAX = Pattern.compile("\\d{1,5}");

  /**
   * Reads a port.
   *
   * @throws MalformedValueException if it is none
   */
  public static Port parse(String text) {
    if (SYNTAX.matcher(text).matches()) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= 65_535) {
        return new Port(number);
      }
    }
    throw new MalformedValueException(text, "a port between 1 and 65535");
  }
}
