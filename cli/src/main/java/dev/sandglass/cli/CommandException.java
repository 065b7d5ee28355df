package dev.sandglass.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command with an error that a person can act on.
 *
 * <p>Thrown by commands for what the client API does not know about; {@link ErrorReport} turns it,
 * and the exceptions of the client API, into what is printed.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorKind kind;
  private final String word;
  private final ExitCode exitCode;
  private final @Nullable String hint;

  /**
   * Creates an error.
   *
   * @param kind what programs tell it apart by
   */
  public CommandException(ExitCode exitCode, ErrorKind kind, String message) {
    this(exitCode, kind, kind.text(), message, null, null);
  }

  private CommandException(
      ExitCode exitCode,
      ErrorKind kind,
      String word,
      String message,
      @Nullable String hint,
      @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.kind = kind;
    this.word = word;
    this.hint = hint;
  }

  /** Creates an error with exit code {@link ExitCode#USAGE}. */
  public static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, ErrorKind.USAGE, message);
  }

  /** Creates an error with exit code {@link ExitCode#CANNOT}. */
  public static CommandException cannot(ErrorKind kind, String message) {
    return new CommandException(ExitCode.CANNOT, kind, message);
  }

  /** Creates the error of a raw request; programs read its status, such as {@code http-404}. */
  public static CommandException httpStatus(int status) {
    return new CommandException(
        ExitCode.CANNOT, ErrorKind.HTTP_STATUS, "http-" + status, "HTTP " + status, null, null);
  }

  /** Returns the same error with a line that tells what to do about it. */
  public CommandException withHint(String text) {
    return new CommandException(exitCode, kind, word, getMessage(), text, getCause());
  }

  /** Returns the same error with what caused it. */
  public CommandException causedBy(Throwable cause) {
    return new CommandException(exitCode, kind, word, getMessage(), hint, cause);
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }

  /** Returns what kind of failure it is. */
  public ErrorKind kind() {
    return kind;
  }

  /** Returns the word that programs read: the text of the kind, or a status of the API. */
  public String word() {
    return word;
  }

  /** Returns what the process shall end with. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** Returns what to do about it. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
