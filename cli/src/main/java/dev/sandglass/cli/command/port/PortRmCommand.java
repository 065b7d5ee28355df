package dev.sandglass.cli.command.port;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.value.Port;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand port rm}. */
@Command(
    name = "rm",
    description = "Close the listener that leads to a port of a sandbox.",
    footer = {"  sand port rm box 8080"})
public final class PortRmCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1", paramLabel = "PORT", description = "The port inside.")
  private Port port = new Port(1);

  /** Creates the command. */
  public PortRmCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.sandbox(sandbox).ports().closeForward(port.number());
    return 0;
  }
}
