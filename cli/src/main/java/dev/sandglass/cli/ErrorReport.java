package dev.sandglass.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.configuration.ConfigurationException;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.console.Documents;
import dev.sandglass.cli.console.OutputClosedException;
import dev.sandglass.cli.logging.StderrLoggerFinder;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Ambiguous;
import dev.sandglass.sandbox.SandboxException.ConnectionLost;
import dev.sandglass.sandbox.SandboxException.EngineUnavailable;
import dev.sandglass.sandbox.SandboxException.Interrupted;
import dev.sandglass.sandbox.SandboxException.NotFound;
import dev.sandglass.sandbox.SandboxException.ServerFault;
import dev.sandglass.sandbox.SandboxException.TimedOut;
import dev.sandglass.sandbox.SandboxException.Unauthorized;
import dev.sandglass.sandbox.SandboxException.Unsupported;
import dev.sandglass.scrubber.TerminalText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is said when a command fails: one line and a hint for people, one JSON object for programs.
 * The only place that knows how exceptions become words and exit codes.
 *
 * @param kind what kind of failure it is
 * @param word the stable word for programs, almost always the text of the kind
 * @param message one line that says what went wrong
 * @param hint what to do about it
 * @param exitCode what the process shall end with
 */
record ErrorReport(
    ErrorKind kind, String word, String message, Optional<String> hint, ExitCode exitCode) {
  ErrorReport(ErrorKind kind, String message, Optional<String> hint, ExitCode exitCode) {
    this(kind, kind.text(), message, hint, exitCode);
  }

  /** Describes a failure. */
  static ErrorReport of(Throwable failure) {
    if (failure instanceof CommandException e) {
      return new ErrorReport(e.kind(), e.word(), e.getMessage(), e.hint(), e.exitCode());
    }
    if (failure instanceof ParameterException e) {
      return usage(e);
    }
    if (failure instanceof ConfigurationException e) {
      return cannot(ErrorKind.CONFIGURATION, String.valueOf(e.getMessage()));
    }
    if (failure instanceof SandboxException e) {
      return sandbox(e);
    }
    if (failure instanceof OutputClosedException e) {
      return e.readerIsGone()
          ? new ErrorReport(ErrorKind.OUTPUT_CLOSED, "", Optional.empty(), ExitCode.OUTPUT_CLOSED)
          : cannot(ErrorKind.OUTPUT, String.valueOf(e.getMessage()));
    }
    return new ErrorReport(
        ErrorKind.INTERNAL,
        "Something went wrong inside sand: " + failure,
        Optional.of("Set LOG_LEVEL=debug to see where, and please report it."),
        ExitCode.CANNOT);
  }

  private static ErrorReport sandbox(SandboxException e) {
    ExitCode exitCode =
        e instanceof TimedOut
            ? ExitCode.TIMED_OUT
            : e instanceof Interrupted ? ExitCode.INTERRUPTED : ExitCode.CANNOT;
    return new ErrorReport(ErrorKind.of(e), String.valueOf(e.getMessage()), hint(e), exitCode);
  }

  private static Optional<String> hint(SandboxException failure) {
    if (failure instanceof NotFound && failure.code().orElse("SANDBOX::").startsWith("SANDBOX::")) {
      return Optional.of("'sand ls' lists what there is.");
    }
    if (failure instanceof Ambiguous e) {
      return Optional.of("It fits " + String.join(", ", e.candidates()) + ".");
    }
    if (failure instanceof Unauthorized) {
      return Optional.of("Set SANDGLASS_API_KEY, or name a file: 'sand provider add --help'.");
    }
    if (failure instanceof EngineUnavailable) {
      return Optional.of("'sand doctor' finds out what is missing; 'sand engine logs' has more.");
    }
    if (failure instanceof Unsupported) {
      return Optional.of("'sand provider ls' lists the providers; --provider takes another.");
    }
    if (failure instanceof ConnectionLost) {
      return Optional.of("Whether it was done is unknown; 'sand ls' shows what there is now.");
    }
    if (!(failure instanceof ServerFault)) {
      return Optional.empty();
    }
    return failure.requestId().map(id -> "The server's log has it as request " + id + ".");
  }

  private static ErrorReport cannot(ErrorKind kind, String message) {
    return new ErrorReport(kind, message, Optional.empty(), ExitCode.CANNOT);
  }

  private static ErrorReport usage(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String help = "See '" + command + " --help'.";
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      String word = unmatched.getUnmatched().isEmpty() ? "" : unmatched.getUnmatched().get(0);
      boolean isGroup = !e.getCommandLine().getSubcommands().isEmpty();
      String message =
          unmatched.isUnknownOption()
              ? "Unknown option '" + word + "' of '" + command + "'"
              : isGroup
                  ? "'" + word + "' is not a command of '" + command + "'"
                  : "Unexpected argument '" + word + "' of '" + command + "'";
      String meant =
          suggestions.isEmpty() ? help : "Did you mean '" + suggestions.get(0) + "'? " + help;
      return new ErrorReport(ErrorKind.USAGE, message, Optional.of(meant), ExitCode.USAGE);
    }
    return new ErrorReport(
        ErrorKind.USAGE, String.valueOf(e.getMessage()), Optional.of(help), ExitCode.USAGE);
  }

  /** Writes the report to standard error. */
  void write(Console console, boolean asJson) {
    if (exitCode == ExitCode.OUTPUT_CLOSED) {
      return;
    }
    if (asJson) {
      console.printError(Documents.compactJson(toJson()));
      return;
    }
    console.printFailure(TerminalText.printable(message));
    hint.ifPresent(text -> console.printError("      " + TerminalText.printable(text)));
  }

  /** Writes where a failure came from to standard error, when {@code LOG_LEVEL} asks for it. */
  static void writeTrace(Console console, Environment environment, Throwable failure) {
    Level level = environment.get("LOG_LEVEL").flatMap(StderrLoggerFinder::level).orElse(Level.OFF);
    if (level.getSeverity() <= Level.DEBUG.getSeverity()) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      console.printError(TerminalText.printableLines(trace.toString()).stripTrailing());
    }
  }

  private ObjectNode toJson() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ObjectNode error = document.putObject("error");
    error.put("kind", word);
    error.put("message", message);
    hint.ifPresentOrElse(text -> error.put("hint", text), () -> error.putNull("hint"));
    error.put("exitCode", exitCode.code());
    return document;
  }
}
