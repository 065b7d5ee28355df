package dev.sandglass.cli.command.port;

import dev.sandglass.cli.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand port ls}. */
@Command(
    name = "ls",
    description = "List the listeners on this machine that lead into a sandbox.",
    footer = {"  sand port ls box"})
public final class PortLsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  /** Creates the command. */
  public PortLsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.printer().list(ForwardView.VIEW, context.sandbox(sandbox).ports().forwards());
    return 0;
  }
}
