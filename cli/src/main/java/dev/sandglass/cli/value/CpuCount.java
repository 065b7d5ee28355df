package dev.sandglass.cli.value;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A number of CPUs, such as {@code 2}, {@code 0.5} or {@code 500m}.
 *
 * @param millis thousandths of a CPU, at least 1
 */
public record CpuCount(long millis) {
  private static final Pattern SYNTAX = Pattern.compile("\\d{1,9}m|\\d{1,6}(\\.\\d{1,3})?");

  /**
   * Reads a number of CPUs.
   *
   * @throws MalformedValueException if it is none, or 0
   */
  public static CpuCount parse(String text) {
    if (SYNTAX.matcher(text).matches()) {
      long millis =
          text.endsWith("m")
              ? Long.parseLong(text.substring(0, text.length() - 1))
              : new BigDecimal(text).movePointRight(3).longValueExact();
      if (millis > 0) {
        return new CpuCount(millis);
      }
    }
    throw new MalformedValueException(text, "a number of CPUs such as 2, 0.5 or 500m");
  }

  /** Returns the number as the API writes quantities, such as {@code 2} or {@code 500m}. */
  public String quantity() {
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m";
  }
}
