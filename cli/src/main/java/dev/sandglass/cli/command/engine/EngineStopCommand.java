package dev.sandglass.cli.command.engine;

import dev.sandglass.cli.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sand engine stop}. */
@Command(
    name = "stop",
    description = "Stop the engine; it is no error if it does not run.",
    footer = {"  sand engine stop", "  sand engine stop --force"})
public final class EngineStopCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = {"-f", "--force"},
      description = "Stop it while sandboxes run; they go on, and the next engine finds them.")
  private boolean force;

  /** Creates the command. */
  public EngineStopCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    boolean stopped = context.client().engine().stop(force);
    context.printer().remark(stopped ? "The engine has stopped" : "The engine did not run");
    return 0;
  }
}
