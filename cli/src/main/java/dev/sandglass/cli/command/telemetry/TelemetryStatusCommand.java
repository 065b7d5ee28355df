package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand telemetry status}. */
@Command(
    name = "status",
    description = "Tell whether usage telemetry is on, what decided that, and what waits.",
    footer = {"  sand telemetry status", "  sand telemetry status -o json"})
public final class TelemetryStatusCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public TelemetryStatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.printer().details(Status.VIEW, Status.of(context));
    return 0;
  }
}
