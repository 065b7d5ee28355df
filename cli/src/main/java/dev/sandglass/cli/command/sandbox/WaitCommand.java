package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.SandboxState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand wait}. */
@Command(
    name = "wait",
    description = {
      "Wait until sandboxes are in a state.",
      "Ends with 124 when that takes too long, and with 125 when it cannot happen any more."
    },
    footer = {
      "  sand wait box",
      "  sand wait box --state stopped,failed --timeout 5m",
      "  sand wait box --state deleted"
    })
public final class WaitCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "One of these states, such as stopped or deleted; running if not said.")
  private List<String> states = List.of("running");

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long to wait for each, one minute if not said.")
  private Duration timeout = Duration.ofMinutes(1);

  @Parameters(
      arity = "1..*",
      paramLabel = "SANDBOX",
      description = "Names, ids, or beginnings of ids.")
  private List<String> sandboxes = List.of();

  /** Creates the command. */
  public WaitCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Set<SandboxState> wanted = Set.copyOf(StateOption.awaitable(states));
    return new Several(context)
        .act(Operation.SANDBOX_WAIT, sandboxes, sandbox -> sandbox.waitFor(wanted, timeout));
  }
}
