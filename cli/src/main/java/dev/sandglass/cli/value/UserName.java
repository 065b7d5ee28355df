package dev.sandglass.cli.value;

import java.util.regex.Pattern;

/** A user inside a sandbox: {@code 1000}, {@code 1000:1000} or a name such as {@code www-data}. */
public record UserName(String text) {
  private static final Pattern SYNTAX =
      Pattern.compile("\\d{1,10}(:\\d{1,10})?|[a-z_][a-z0-9_.-]{0,31}\\$?");

  /**
   * Reads a user.
   *
   * @throws MalformedValueException if it is none
   */
  public static UserName parse(String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw new MalformedValueException(text, "a user such as 1000, 1000:1000 or www-data");
    }
    return new UserName(text);
  }
}
