package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.consent.Mode;
import dev.sandglass.telemetry.event.CliId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand telemetry reset}. */
@Command(
    name = "reset",
    description = "Delete what waits and take a new ID; nothing joins it to the old one.",
    footer = {"  sand telemetry reset"})
public final class TelemetryResetCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public TelemetryResetCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Installation installation = context.telemetry().installation();
    boolean had = installation.settingsId().isPresent();
    installation.settings().removeId();
    Erasure.erase(installation);
    // Where there was none and nothing may be recorded, there is no need for one now.
    if (had && context.telemetry().run().decision().mode() == Mode.ON) {
      installation.settings().idOrElseStore(CliId.random(installation.random()));
    }
    context.printer().result(Status.RESET, Status.of(context));
    return 0;
  }
}
