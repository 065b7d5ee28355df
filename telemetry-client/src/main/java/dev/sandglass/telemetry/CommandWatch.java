package dev.sandglass.telemetry;

import dev.sandglass.telemetry.event.CommandName;
import dev.sandglass.telemetry.event.CommandUsed;
import dev.sandglass.telemetry.event.CommandUsed.Outcome;
import dev.sandglass.telemetry.event.ErrorKind;
import dev.sandglass.telemetry.event.Milliseconds;
import dev.sandglass.telemetry.event.OptionName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Watches one run of a picocli command line and describes it: only in words of picocli's model,
 * never in words of the arguments. Not for use by several threads.
 */
public final class CommandWatch {
  private final long start;
  private CommandName command = CommandName.INVALID;
  private CommandName calledAs = CommandName.INVALID;
  private List<OptionName> options = List.of();

  private CommandWatch(long start) {
    this.start = start;
  }

  /** Starts with a process or a call; {@code start} is of {@link System#nanoTime()}. */
  public static CommandWatch since(long start) {
    return new CommandWatch(start);
  }

  /** Takes in which command was called, and with which options. */
  public void parsed(ParseResult result) {
    List<String> words = new ArrayList<>();
    TreeSet<OptionName> names = new TreeSet<>();
    ParseResult at = result;
    addOptions(at, names);
    while (at.hasSubcommand()) {
      ParseResult child = at.subcommand();
      words.add(calledName(at, child.commandSpec()));
      at = child;
      addOptions(at, names);
    }
    command = CommandName.of(at.commandSpec());
    calledAs = CommandName.called(at.commandSpec(), words);
    options = List.copyOf(names);
  }

  /** Takes in that the arguments made no sense, and to which command they were given. */
  public void misread(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    boolean noSuchCommand =
        failure instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && !line.getSubcommands().isEmpty();
    if (!noSuchCommand) {
      command = CommandName.of(line.getCommandSpec());
      calledAs = command;
    }
  }

  /** Describes the run that ends now. */
  public CommandUsed ended(Outcome outcome, Optional<ErrorKind> errorKind) {
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    return new CommandUsed(
        command, calledAs, options, Milliseconds.of(duration), outcome, errorKind);
  }

  private static void addOptions(ParseResult result, TreeSet<OptionName> names) {
    for (OptionSpec option : result.matchedOptions()) {
      names.add(OptionName.of(option));
    }
  }

  /** Returns the declared name that was typed: the first word that stands for this command. */
  private static String calledName(ParseResult parent, CommandSpec child) {
    for (String word : parent.originalArgs()) {
      CommandLine called = parent.commandSpec().subcommands().get(word);
      if (called != null && called.getCommandSpec() == child) {
        return word;
      }
    }
    return child.name();
  }
}
