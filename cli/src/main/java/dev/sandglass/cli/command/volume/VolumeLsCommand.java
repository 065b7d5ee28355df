package dev.sandglass.cli.command.volume;

import dev.sandglass.cli.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand volume ls}. */
@Command(
    name = "ls",
    description = "List volumes.",
    footer = {"  sand volume ls", "  sand volume ls -o name"})
public final class VolumeLsCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public VolumeLsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.printer().list(VolumeView.VIEW, context.client().volumes().list());
    return 0;
  }
}
