package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.console.OutputClosedException;
import dev.sandglass.cli.terminal.Interruption;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.process.CommandInfo;
import dev.sandglass.sandbox.process.LogRequest;
import dev.sandglass.sandbox.process.OutputChannel;
import dev.sandglass.sandbox.process.OutputConsumer;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand logs}. */
@Command(
    name = "logs",
    description = {
      "Show the output of a sandbox's entry point, or of a background command.",
      "Its standard output goes to standard output, its standard error to standard error."
    },
    footer = {
      "  sand logs box",
      "  sand logs -f --tail 20 box cmd-0f3a",
      "  sand logs --stream stderr box"
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

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the command ends.")
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

  @Parameters(index = "0", paramLabel = "SANDBOX", description = "Name, id, or beginning of an id.")
  private String sandbox = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "COMMAND",
      description = "Id of a background command; the entry point if not said.")
  private String command = CommandInfo.ENTRYPOINT;

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
    LogRequest request =
        new LogRequest(
            follow,
            tail == null ? OptionalInt.empty() : OptionalInt.of(tail),
            Optional.ofNullable(stream).map(asked -> asked.channel));
    AtomicReference<IOException> failure = new AtomicReference<>();
    try {
      Interruption.interruptible(
          () -> {
            context.sandbox(sandbox).processes().logs(command, request, output(failure));
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

  private OutputConsumer output(AtomicReference<IOException> failure) {
    OutputConsumer streams = OutputConsumer.to(context.console().out(), context.console().err());
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
