package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand start}. */
@Command(
    name = "start",
    description = "Start sandboxes that have been stopped; their files are as they were.",
    footer = {"  sand start box"})
public final class StartCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long each may take, one minute if not said.")
  private Duration timeout = Duration.ofSeconds(60);

  @Parameters(
      arity = "1..*",
      paramLabel = "SANDBOX",
      description = "Names, ids, or beginnings of ids.")
  private List<String> sandboxes = List.of();

  /** Creates the command. */
  public StartCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Several(context)
        .act(Operation.SANDBOX_START, sandboxes, sandbox -> sandbox.start(timeout));
  }
}
