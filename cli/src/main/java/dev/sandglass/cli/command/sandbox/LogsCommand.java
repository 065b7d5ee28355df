package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.command.observe.RecordedLogs;
import dev.sandglass.cli.command.observe.SinceOption;
import dev.sandglass.cli.console.OutputClosedException;
import dev.sandglass.cli.terminal.Interruption;
import dev.sandglass.cli.transfer.Transfer;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.process.CommandInfo;
import dev.sandglass.sandbox.process.LogRequest;
import dev.sandglass.sandbox.process.OutputChannel;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.signals.LogQuery;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand logs}. */
@Command(
    name = "logs",
    description = {
      "Show the output of a sandbox's entry point, or of a background command.",
      "Its standard output goes to standard output, its standard error to standard error.",
      "With --all, --since, --severity, --grep, --process or -o json: what was recorded of every"
          + " command and of the sandbox itself, line by line; also when it is gone."
    },
    footer = {
      "  sand logs box",
      "  sand logs -f --tail 20 box cmd-0f3a",
      "  sand logs --stream stderr box",
      "  sand logs box --all --since 10m -f",
      "  sand logs box --severity error --grep timeout -o json"
    })
public final class LogsCommand implements Callable<Integer> {
  private final CommandContext context;

  /** One of a command's outputs. */
  enum Stream {
    STDOUT(OutputChannel.STDOUT),
    STDERR(OutputChannel.STDERR);

    private final OutputChannel channel;

    Stream(OutputChannel channel) {
      this.channel = channel;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Severities, the lowest first. */
  enum Severity {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    private Set<String> andAbove() {
      return EnumSet.range(this, FATAL).stream().map(Enum::name).collect(Collectors.toSet());
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the command ends; with records until interrupted.")
  private boolean follow;

  @Option(
      names = "--tail",
      paramLabel = "LINES",
      description = "Begin this many lines before the end.")
  private @Nullable Integer tail;

  @Option(
      names = "--stream",
      paramLabel = "STREAM",
      description = "Only one of: ${COMPLETION-CANDIDATES}.")
  private @Nullable Stream stream;

  @Option(names = "--all", description = "Records of everything.")
  private boolean all;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Records from then on: 15m ago, 2h ago, or a time.")
  private @Nullable String since;

  @Option(
      names = "--severity",
      paramLabel = "LEVEL",
      description = "Records of at least this severity: ${COMPLETION-CANDIDATES}.")
  private @Nullable Severity severity;

  @Option(
      names = "--grep",
      paramLabel = "TEXT",
      description = "Records with this text, in upper or lower case.")
  private @Nullable String grep;

  @Option(
      names = "--process",
      paramLabel = "ID",
      description = "Records of the command with this id; entrypoint is the entry point.")
  private @Nullable String process;

  @Parameters(index = "0", paramLabel = "SANDBOX", description = "Name, id, or beginning of an id.")
  private String sandbox = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "COMMAND",
      description = "Id of a background command; the entry point if not said.")
  private @Nullable String command;

  /** Creates the command. */
  public LogsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (tail != null && tail < 0) {
      throw CommandException.usage(
          "Invalid value for option '--tail': '" + tail + "' is not a number of lines");
    }
    if (wantsRecords()) {
      showRecords();
      return 0;
    }
    String id = command == null ? CommandInfo.ENTRYPOINT : command;
    LogRequest request =
        new LogRequest(
            follow,
            tail == null ? OptionalInt.empty() : OptionalInt.of(tail),
            Optional.ofNullable(stream).map(asked -> asked.channel));
    AtomicReference<IOException> failure = new AtomicReference<>();
    try {
      Interruption.interruptible(
          () -> {
            context.sandbox(sandbox).processes().logs(id, request, output(failure));
            return 0;
          });
    } catch (SandboxException e) {
      if (failure.get() != null) {
        throw new OutputClosedException(failure.get());
      }
      throw e;
    }
    return 0;
  }

  private boolean wantsRecords() {
    return all
        || since != null
        || severity != null
        || grep != null
        || process != null
        || context.format().isDocument();
  }

  private void showRecords() {
    if (command != null && process != null) {
      throw CommandException.usage("--process and a COMMAND say the same: give one of them");
    }
    if (command != null) {
      requireCommand(command);
    }
    LogQuery query =
        new LogQuery(
            Optional.ofNullable(since)
                .map(text -> SinceOption.time(text, context.clock().instant())),
            Optional.empty(),
            severity == null ? Set.of() : severity.andAbove(),
            Optional.ofNullable(grep),
            Optional.ofNullable(process).or(() -> Optional.ofNullable(command)));
    new RecordedLogs(
            context,
            query,
            Optional.ofNullable(stream).map(Stream::toString),
            tail == null ? OptionalInt.empty() : OptionalInt.of(tail),
            follow)
        .show(sandbox);
  }

  /** A command that never was is a mistake, and not one that wrote nothing. */
  private void requireCommand(String id) {
    Sandbox existing;
    try {
      existing = context.sandbox(sandbox);
    } catch (SandboxException.NotFound e) {
      return; // the sandbox is gone, and with it who would know; its records may be there
    }
    existing.processes().command(id);
  }

  private OutputConsumer output(AtomicReference<IOException> failure) {
    // On a terminal control characters are escaped: whatever wrote them is not to be trusted.
    OutputConsumer streams =
        OutputConsumer.to(
            Transfer.textOutput(context.console()), Transfer.textErrors(context.console()));
    return (channel, data) -> {
      try {
        streams.accept(channel, data);
      } catch (IOException e) {
        failure.set(e);
        throw e;
      }
    };
  }
}
