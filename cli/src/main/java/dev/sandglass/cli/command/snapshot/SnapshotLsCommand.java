package dev.sandglass.cli.command.snapshot;

import dev.sandglass.cli.CommandContext;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand snapshot ls}. */
@Command(
    name = "ls",
    description = "List snapshots.",
    footer = {"  sand snapshot ls", "  sand snapshot ls box -o json"})
public final class SnapshotLsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      arity = "0..1",
      paramLabel = "SANDBOX",
      description = "Only those of this sandbox: name, id, or the beginning of the id.")
  private @Nullable String sandbox;

  /** Creates the command. */
  public SnapshotLsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<String> id = Optional.ofNullable(sandbox).map(name -> context.sandbox(name).id());
    context.printer().list(SnapshotView.VIEW, context.client().snapshots().list(id).toList());
    return 0;
  }
}
