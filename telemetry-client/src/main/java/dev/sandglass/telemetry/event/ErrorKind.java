package dev.sandglass.telemetry.event;

/** A kind of error that the program declares, such as {@code not-found}; never an error's text. */
public final class ErrorKind extends DeclaredWord {
  ErrorKind(String text) {
    super(text);
  }

  /** Returns the kind that a constant of the program's own enum stands for. */
  public static ErrorKind of(Enum<?> constant) {
    return new ErrorKind(Token.of(constant));
  }
}
