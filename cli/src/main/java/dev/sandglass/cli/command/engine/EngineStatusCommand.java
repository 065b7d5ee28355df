package dev.sandglass.cli.command.engine;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.EngineInfo;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand engine status}. */
@Command(
    name = "status",
    description = "Tell whether the engine runs, and about it; never starts it.",
    footer = {"  sand engine status", "  sand engine status -o json"})
public final class EngineStatusCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public EngineStatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<EngineInfo> engine = context.client().engine().status();
    if (engine.isPresent()) {
      context.printer().details(EngineView.VIEW, engine.get());
    } else {
      context.printer().details(EngineView.ABSENT, "not running");
    }
    return 0;
  }
}
