package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand ps}. */
@Command(
    name = "ps",
    description = "List the processes of a sandbox.",
    footer = {"  sand ps box", "  sand ps box -o json"})
public final class PsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "SANDBOX", description = "Name, id, or beginning of an id.")
  private String sandbox = "";

  /** Creates the command. */
  public PsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context
        .printer()
        .list(CommandViews.process(context.clock()), context.sandbox(sandbox).processes().list());
    return 0;
  }
}
