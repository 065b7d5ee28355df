package dev.sandglass.cli.value;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size of memory or disk, such as {@code 512Mi} or {@code 1g}. Units are binary and their case
 * does not matter: {@code k}, {@code kb}, {@code Ki} and {@code KiB} are all 1,024 bytes.
 *
 * @param bytes at least 1
 */
public record ByteSize(long bytes) {
  private static final Pattern SYNTAX =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)([kmgt]?)(?:i?b?)");
  private static final String EXPECTED = "a size such as 512Mi, 1.5Gi or 1g";
  private static final String UNITS = "kmgt";

  /**
   * Reads a size.
   *
   * @throws MalformedValueException if it is none, or not a whole number of bytes above 0
   */
  public static ByteSize parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Matcher matcher = SYNTAX.matcher(lower);
    if (!matcher.matches() || (matcher.group(2).isEmpty() && lower.contains("i"))) {
      throw new MalformedValueException(text, EXPECTED);
    }
    long unit = 1L << (10 * (1 + UNITS.indexOf(matcher.group(2))));
    if (matcher.group(2).isEmpty()) {
      unit = 1;
    }
    try {
      long bytes =
          new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
      if (bytes > 0) {
        return new ByteSize(bytes);
      }
    } catch (ArithmeticException e) {
      throw new MalformedValueException(text, EXPECTED);
    }
    throw new MalformedValueException(text, EXPECTED);
  }

  /** Returns the size as the API writes quantities, such as {@code 512Mi}. */
  public String quantity() {
    String[] suffixes = {"Ti", "Gi", "Mi", "Ki"};
    for (int i = 0; i < suffixes.length; i++) {
      long unit = 1L << (10 * (suffixes.length - i));
      if (bytes % unit == 0) {
        return bytes / unit + suffixes[i];
      }
    }
    return Long.toString(bytes);
  }
}
