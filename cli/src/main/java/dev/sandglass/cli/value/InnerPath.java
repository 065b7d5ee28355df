package dev.sandglass.cli.value;

/** An absolute path inside a sandbox. */
public record InnerPath(String text) {
  private static final String EXPECTED = "an absolute path inside the sandbox, like /workspace/a";

  /**
   * Reads a path.
   *
   * @throws MalformedValueException if it is not absolute
   */
  public static InnerPath parse(String text) {
    if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
      throw new MalformedValueException(text, EXPECTED);
    }
    return new InnerPath(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
