package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.telemetry.Installation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand telemetry disable}. */
@Command(
    name = "disable",
    description =
        "Switch usage telemetry off; delete what waits, and the ID, without a word to anybody.",
    footer = {"  sand telemetry disable"})
public final class TelemetryDisableCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public TelemetryDisableCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Installation installation = context.telemetry().installation();
    installation.settings().enable(false);
    installation.settings().removeId();
    Erasure.erase(installation);
    context.printer().result(Status.SWITCHED, Status.of(context));
    return 0;
  }
}
