package dev.sandglass.cli.command.snapshot;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.command.Removal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand snapshot rm}. */
@Command(
    name = "rm",
    description = "Delete snapshots.",
    footer = {"  sand snapshot rm clean"})
public final class SnapshotRmCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(arity = "1..*", paramLabel = "SNAPSHOT", description = "Which ones.")
  private List<String> names = List.of();

  @Option(names = "--ignore-not-found", description = "It is no error if one does not exist.")
  private boolean ignoreNotFound;

  /** Creates the command. */
  public SnapshotRmCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return Removal.each(context, names, ignoreNotFound, this::remove);
  }

  private String remove(String name) {
    String id = context.client().snapshots().resolve(name).id();
    context.client().snapshots().delete(id);
    return id;
  }
}
