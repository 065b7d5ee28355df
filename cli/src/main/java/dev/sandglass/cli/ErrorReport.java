package dev.sandglass.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.configuration.ConfigurationException;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.console.Documents;
import dev.sandglass.cli.console.OutputClosedException;
import dev.sandglass.cli.logging.StderrLoggerFinder;
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
 * @param kind a stable word for programs
 */
record ErrorReport(String kind, String message, Optional<String> hint, ExitCode exitCode) {

  /** Describes a failure. */
  static ErrorReport of(Throwable failure) {
    if (failure instanceof CommandException e) {
      return new ErrorReport(e.kind(), e.getMessage(), e.hint(), e.exitCode());
    }
    if (failure instanceof ParameterException e) {
      return usage(e);
    }
    if (failure instanceof ConfigurationException e) {
      return cannot("configuration", String.valueOf(e.getMessage()));
    }
    if (failure instanceof OutputClosedException e) {
      return e.readerIsGone()
          ? new ErrorReport("output-closed", "", Optional.empty(), ExitCode.OUTPUT_CLOSED)
          : cannot("output", String.valueOf(e.getMessage()));
    }
    return new ErrorReport(
        "internal",
        "Something went wrong inside sand: " + failure,
        Optional.of("Set LOG_LEVEL=debug to see where, and please report it."),
        ExitCode.CANNOT);
  }

  private static ErrorReport cannot(String kind, String message) {
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
      return new ErrorReport("usage", message, Optional.of(meant), ExitCode.USAGE);
    }
    return new ErrorReport(
        "usage", String.valueOf(e.getMessage()), Optional.of(help), ExitCode.USAGE);
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
    error.put("kind", kind);
    error.put("message", message);
    hint.ifPresentOrElse(text -> error.put("hint", text), () -> error.putNull("hint"));
    error.put("exitCode", exitCode.code());
    return document;
  }
}
