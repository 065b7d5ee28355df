package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand stop}. */
@Command(
    name = "stop",
    description = "Stop sandboxes: processes end, files stay.",
    footer = {"  sand stop box", "  sand stop --grace 1s box other"})
public final class StopCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = "How long processes have to end by themselves, 10 seconds if not said.")
  private Duration grace = Duration.ofSeconds(10);

  @Parameters(
      arity = "1..*",
      paramLabel = "SANDBOX",
      description = "Names, ids, or beginnings of ids.")
  private List<String> sandboxes = List.of();

  /** Creates the command. */
  public StopCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Several(context)
        .act(Operation.SANDBOX_STOP, sandboxes, sandbox -> sandbox.stop(grace));
  }
}
