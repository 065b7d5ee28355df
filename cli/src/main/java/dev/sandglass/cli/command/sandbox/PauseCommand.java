package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand pause}. */
@Command(
    name = "pause",
    description = "Freeze all processes of sandboxes.",
    footer = {"  sand pause box"})
public final class PauseCommand implements Callable<Integer> {
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
  public PauseCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Several(context)
        .act(Operation.SANDBOX_PAUSE, sandboxes, sandbox -> sandbox.pause(timeout));
  }
}
