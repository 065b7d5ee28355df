package dev.sandglass.cli.command.volume;

import dev.sandglass.cli.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand volume create}. */
@Command(
    name = "create",
    description = "Create an empty volume.",
    footer = {"  sand volume create cache"})
public final class VolumeCreateCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "NAME", description = "Its name, of a-z, 0-9 and -.")
  private String name = "";

  /** Creates the command. */
  public VolumeCreateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.printer().result(VolumeView.VIEW, context.client().volumes().create(name));
    return 0;
  }
}
