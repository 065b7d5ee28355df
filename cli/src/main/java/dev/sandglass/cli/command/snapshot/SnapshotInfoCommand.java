package dev.sandglass.cli.command.snapshot;

import dev.sandglass.cli.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand snapshot info}. */
@Command(
    name = "info",
    description = "Tell about a snapshot.",
    footer = {"  sand snapshot info clean"})
public final class SnapshotInfoCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "SNAPSHOT", description = "Name, id, or the beginning of the id.")
  private String snapshot = "";

  /** Creates the command. */
  public SnapshotInfoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.printer().details(SnapshotView.VIEW, context.client().snapshots().resolve(snapshot));
    return 0;
  }
}
