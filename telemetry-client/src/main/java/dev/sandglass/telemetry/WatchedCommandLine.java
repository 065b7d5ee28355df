package dev.sandglass.telemetry;

import dev.sandglass.telemetry.event.Client.Source;
import dev.sandglass.telemetry.event.CommandUsed.Outcome;
import dev.sandglass.telemetry.event.ErrorKind;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Runs a picocli command line and reports how it was used: all that an application with ordinary
 * picocli handlers needs. What the application prints, throws and returns stays as it is.
 */
public final class WatchedCommandLine {
  private final CommandLine line;
  private final Telemetry telemetry;
  private final Function<Exception, ? extends Enum<?>> errorKinds;

  /**
   * Prepares a run.
   *
   * @param line the application's command line, with its handlers already set
   * @param errorKinds names the kind of an error that a command threw
   */
  public WatchedCommandLine(
      CommandLine line, Telemetry telemetry, Function<Exception, ? extends Enum<?>> errorKinds) {
    this.line = line;
    this.telemetry = telemetry;
    this.errorKinds = errorKinds;
  }

  /**
   * Runs the application.
   *
   * @param person whether a person at a terminal looks at standard error
   * @param standardError takes what that person is told about telemetry, line by line
   * @return the exit code, the same as without telemetry
   */
  public int execute(boolean person, Consumer<String> standardError, String... arguments) {
    CommandWatch watch = CommandWatch.since(System.nanoTime());
    Ending ending = new Ending();
    var strategy = line.getExecutionStrategy();
    var onMisread = line.getParameterExceptionHandler();
    var onFailure = line.getExecutionExceptionHandler();
    line.setExecutionStrategy(
        result -> {
          watch.parsed(result);
          return strategy.execute(result);
        });
    line.setParameterExceptionHandler(
        (failure, all) -> {
          watch.misread(failure);
          ending.outcome = Outcome.USAGE_ERROR;
          return onMisread.handleParseException(failure, all);
        });
    line.setExecutionExceptionHandler(
        (failure, command, result) -> {
          ending.outcome = Outcome.FAILED;
          ending.errorKind = Optional.of(ErrorKind.of(errorKinds.apply(failure)));
          if (onFailure == null) {
            throw failure;
          }
          return onFailure.handleExecutionException(failure, command, result);
        });
    int exitCode = line.execute(arguments);
    if (exitCode != 0 && ending.outcome == Outcome.OK) {
      ending.outcome = Outcome.FAILED;
    }
    telemetry.happened(watch.ended(ending.outcome, ending.errorKind));
    telemetry.end(person ? Source.TERMINAL : Source.SCRIPT, person, standardError);
    return exitCode;
  }

  private static final class Ending {
    private Outcome outcome = Outcome.OK;
    private Optional<ErrorKind> errorKind = Optional.empty();
  }
}
