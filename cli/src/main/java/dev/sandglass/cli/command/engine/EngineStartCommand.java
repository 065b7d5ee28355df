package dev.sandglass.cli.command.engine;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.EngineInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand engine start}. */
@Command(
    name = "start",
    description = "Start the engine if it does not run.",
    footer = {"  sand engine start"})
public final class EngineStartCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public EngineStartCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    EngineInfo engine = context.client().engine().start();
    switch (context.format()) {
      case TABLE -> context.printer().remark("The engine runs with process id " + engine.pid());
      case NAME, JSON, YAML -> context.printer().result(EngineView.VIEW, engine);
    }
    return 0;
  }
}
