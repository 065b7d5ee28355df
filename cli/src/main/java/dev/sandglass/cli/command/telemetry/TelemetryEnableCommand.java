package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand telemetry enable}. */
@Command(
    name = "enable",
    description = "Switch usage telemetry on.",
    footer = {"  sand telemetry enable"})
public final class TelemetryEnableCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public TelemetryEnableCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.telemetry().installation().settings().enable(true);
    context.printer().result(Status.SWITCHED, Status.of(context));
    return 0;
  }
}
