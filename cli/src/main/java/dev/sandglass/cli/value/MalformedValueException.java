package dev.sandglass.cli.value;

/** A value on the command line cannot be read. The message quotes it and says what would fit. */
public final class MalformedValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Creates the error: {@code 'VALUE' is not EXPECTED}. */
  public MalformedValueException(String value, String expected) {
    super("'" + value + "' is not " + expected);
  }
}
