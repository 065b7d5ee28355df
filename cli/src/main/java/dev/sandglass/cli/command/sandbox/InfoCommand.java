package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Sandbox;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand info}. */
@Command(
    name = "info",
    description = "Show everything about a sandbox: limits and how they are held, usage, volumes.",
    footer = {"  sand info box", "  sand info box -o json | jq .state"})
public final class InfoCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "SANDBOX", description = "Name, id, or beginning of an id.")
  private String sandbox = "";

  /** Creates the command. */
  public InfoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Sandbox found = context.sandbox(sandbox);
    if (context.client().capabilities().contains(Capability.DETAILS)) {
      context.printer().details(SandboxViews.details(), found.details());
    } else {
      context.printer().details(SandboxViews.info(), found.info());
    }
    return 0;
  }
}
