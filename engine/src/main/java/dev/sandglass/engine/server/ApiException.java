package dev.sandglass.engine.server;

/**
 * An error that a client of the engine's API gets as {@code {"code","message"}}. Thrown by anything
 * that serves a request.
 */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * Makes an error.
   *
   * @param status HTTP status code, 400 to 599
   * @param code machine-readable code, such as {@code SANDBOX::NOT_FOUND}
   * @param message what was wrong and what to do, in one line
   */
  public ApiException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The HTTP status code. */
  public int status() {
    return status;
  }

  /** The machine-readable code. */
  public String code() {
    return code;
  }
}
