package dev.sandglass.cli.command.snapshot;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.SnapshotInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand snapshot create}. */
@Command(
    name = "create",
    description = "Take a snapshot of a sandbox, wait until it is ready, and print its id.",
    footer = {"  sand snapshot create box", "  sand snapshot create box --name clean"})
public final class SnapshotCreateCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Option(names = "--name", paramLabel = "NAME", description = "A name for it.")
  private @Nullable String name;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait, such as 30s; 5m by default.")
  private Duration timeout = Duration.ofMinutes(5);

  /** Creates the command. */
  public SnapshotCreateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    SnapshotInfo snapshot = context.sandbox(sandbox).snapshot(Optional.ofNullable(name), timeout);
    context.printer().result(SnapshotView.VIEW, snapshot);
    return 0;
  }
}
