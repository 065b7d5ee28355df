package dev.sandglass.cli.value;

/** A label {@code KEY=VALUE}; the value may be empty and may contain equals signs. */
public record Label(String key, String value) {
  /**
   * Reads a label.
   *
   * @throws MalformedValueException if there is no equals sign or nothing before it
   */
  public static Label parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new MalformedValueException(text, "KEY=VALUE");
    }
    return new Label(text.substring(0, equals), text.substring(equals + 1));
  }
}
