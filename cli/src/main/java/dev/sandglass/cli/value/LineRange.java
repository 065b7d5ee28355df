package dev.sandglass.cli.value;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some lines of a file, counted from 1.
 *
 * @param first the first line
 * @param count how many; empty means to the end
 */
public record LineRange(long first, OptionalInt count) {
  private static final Pattern SYNTAX = Pattern.compile("([1-9]\\d{0,8})?(:([1-9]\\d{0,8})?)?");

  /**
   * Reads {@code 10:20} (the tenth to the twentieth line), {@code 10:}, {@code :20} or {@code 10}.
   *
   * @throws MalformedValueException if it is none of these, or ends before it begins
   */
  public static LineRange parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!text.isEmpty() && !text.equals(":") && matcher.matches()) {
      long first = matcher.group(1) == null ? 1 : Long.parseLong(matcher.group(1));
      if (matcher.group(2) == null) {
        return new LineRange(first, OptionalInt.of(1));
      }
      if (matcher.group(3) == null) {
        return new LineRange(first, OptionalInt.empty());
      }
      long last = Long.parseLong(matcher.group(3));
      if (last >= first) {
        return new LineRange(first, OptionalInt.of((int) (last - first + 1)));
      }
    }
    throw new MalformedValueException(text, "lines, like 10:20, 10: or :20");
  }
}
