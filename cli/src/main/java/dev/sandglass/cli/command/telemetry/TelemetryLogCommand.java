package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.spool.SentLog;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand telemetry log}. */
@Command(
    name = "log",
    description = "Print the last 500 events that were sent, as they were sent.",
    footer = {"  sand telemetry log", "  sand telemetry log -o json"})
public final class TelemetryLogCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public TelemetryLogCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Installation installation = context.telemetry().installation();
    List<String> events;
    try {
      events = new SentLog(installation.state()).read();
    } catch (IOException e) {
      throw CommandException.cannot(
          ErrorKind.LOCAL_FILE, "The log of what was sent cannot be read: " + e.getMessage());
    }
    JsonLines.print(context, events);
    return 0;
  }
}
