package dev.sandglass.cli.command.volume;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.command.Removal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand volume rm}. */
@Command(
    name = "rm",
    description = "Delete volumes with their files; those in use are refused.",
    footer = {"  sand volume rm cache"})
public final class VolumeRmCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(arity = "1..*", paramLabel = "VOLUME", description = "Which ones.")
  private List<String> names = List.of();

  @Option(names = "--ignore-not-found", description = "It is no error if one does not exist.")
  private boolean ignoreNotFound;

  /** Creates the command. */
  public VolumeRmCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return Removal.each(context, names, ignoreNotFound, this::remove);
  }

  private String remove(String name) {
    context.client().volumes().delete(name);
    return name;
  }
}
