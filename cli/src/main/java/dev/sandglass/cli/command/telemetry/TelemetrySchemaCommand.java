package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.telemetry.Schema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand telemetry schema}. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of the events: everything that they can say.",
    footer = {"  sand telemetry schema"})
public final class TelemetrySchemaCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public TelemetrySchemaCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.console().print(Schema.text());
    return 0;
  }
}
