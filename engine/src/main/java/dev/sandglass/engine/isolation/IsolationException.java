package dev.sandglass.engine.isolation;

/**
 * The isolation could not do what was asked. The message says what was wrong and what to do, in one
 * line.
 */
public class IsolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public IsolationException(String message) {
    super(message);
  }

  /** With a message for the user and what caused it. */
  public IsolationException(String message, Throwable cause) {
    super(message, cause);
  }
}
