package dev.sandglass.cli;

import dev.sandglass.cli.configuration.ConfigurationException;
import dev.sandglass.cli.console.Console.Terminals;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.cli.telemetry.CliTelemetry;
import dev.sandglass.telemetry.CommandWatch;
import dev.sandglass.telemetry.event.CommandUsed.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Reports one run of {@code sand} to usage telemetry, and tells the user about that in time. */
final class UsageReport {
  /** What people and shells ask without using sand; telling it would only be noise. */
  private static final Set<String> NOT_REPORTED = Set.of("telemetry", "completion", "serve");

  /** After these a notice would be in the way of what was asked. */
  private static final List<String> WITHOUT_NOTICE = List.of("version", "help");

  /** Commands that end with the exit code of what they ran inside a sandbox. */
  private static final Set<String> RUN_INSIDE = Set.of("run", "exec", "shell", "code");

  private final CommandContext context;
  private final IExecutionStrategy strategy = new RunLast();
  private final CommandWatch watch = CommandWatch.since(System.nanoTime());
  private boolean reported = true;
  private boolean noticeAllowed = true;
  private boolean runsInside;

  UsageReport(CommandContext context) {
    this.context = context;
  }

  /** Runs what was parsed. */
  int execute(ParseResult result) {
    watch.parsed(result);
    for (ParseResult at = result; ; at = at.subcommand()) {
      String name = at.commandSpec().name();
      reported &= !NOT_REPORTED.contains(name);
      noticeAllowed &=
          !WITHOUT_NOTICE.contains(name)
              && !at.hasMatchedOption("--help")
              && !at.hasMatchedOption("--version");
      if (!at.hasSubcommand()) {
        noticeAllowed &= at.commandSpec().parent() != null;
        runsInside = RUN_INSIDE.contains(name);
        return strategy.execute(result);
      }
    }
  }

  /**
   * Takes in that the arguments made no sense.
   *
   * @param asJson whether they ask for JSON all the same
   */
  void misread(ParameterException failure, boolean asJson) {
    watch.misread(failure);
    noticeAllowed &= !asJson;
    for (CommandSpec at = failure.getCommandLine().getCommandSpec(); at != null; at = at.parent()) {
      reported &= !NOT_REPORTED.contains(at.name());
    }
  }

  /** Ends the run, whatever happens here, as it was going to end. */
  void end(int exitCode) {
    if (!reported) {
      return;
    }
    try {
      tell(exitCode);
    } catch (RuntimeException e) {
      // Standard error that is closed, a home that is gone: none of the command's business.
      context.telemetry().installation().trace().say("failed: " + e.getClass().getSimpleName());
    }
  }

  private void tell(int exitCode) {
    CliTelemetry telemetry = context.telemetry();
    telemetry
        .run()
        .happened(
            watch.ended(
                outcome(exitCode),
                context.failure().map(dev.sandglass.telemetry.event.ErrorKind::of)));
    Terminals terminals = context.console().terminals();
    boolean person = terminals.out() && terminals.err() && noticeAllowed && isForPeople();
    telemetry
        .run()
        .end(
            telemetry.source(terminals.in() && terminals.out()),
            person,
            context.console()::printError);
  }

  private Outcome outcome(int exitCode) {
    Optional<ErrorKind> failure = context.failure();
    if (exitCode == ExitCode.SUCCESS.code()) {
      return Outcome.OK;
    } else if (context.wasInterrupted() || exitCode == ExitCode.INTERRUPTED.code()) {
      return Outcome.INTERRUPTED;
    } else if (failure.isPresent()) {
      boolean usage = failure.get() == ErrorKind.USAGE;
      return usage ? Outcome.USAGE_ERROR : Outcome.FAILED;
    }
    // Without a failure the exit code of any other command is an answer, such as "no match".
    return runsInside ? Outcome.SANDBOX_COMMAND_FAILED : Outcome.OK;
  }

  private boolean isForPeople() {
    try {
      return !context.options().quiet() && context.format() == OutputFormat.TABLE;
    } catch (ConfigurationException e) {
      return false; // it is broken, which has been said; this is no time for more
    }
  }
}
