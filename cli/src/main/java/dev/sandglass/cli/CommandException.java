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

  private final String kind;
  private final ExitCode exitCode;
  private final @Nullable String hint;

  /**
   * Creates an error.
   *
   * @param kind a stable word for programs, in kebab case, such as {@code not-found}
   */
  public CommandException(ExitCode exitCode, String kind, String message) {
    this(exitCode, kind, message, null, null);
  }

  private CommandException(
      ExitCode exitCode,
      String kind,
      String message,
      @Nullable String hint,
      @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.kind = kind;
    this.hint = hint;
  }

  /** Creates an error with exit code {@link ExitCode#USAGE}. */
  public static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, "usage", message);
  }

  /** Creates an error with exit code {@link ExitCode#CANNOT}. */
  public static CommandException cannot(String kind, String message) {
    return new CommandException(ExitCode.CANNOT, kind, message);
  }

  /** Returns the same error with a line that tells what to do about it. */
  public CommandException withHint(String text) {
    return new CommandException(exitCode, kind, getMessage(), text, getCause());
  }

  /** Returns the same error with what caused it. */
  public CommandException causedBy(Throwable cause) {
    return new CommandException(exitCode, kind, getMessage(), hint, cause);
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }

  /** Returns the stable word for programs. */
  public String kind() {
    return kind;
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
