package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.value.FileMode;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.sandbox.files.FileSystem;
import dev.sandglass.sandbox.files.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand fs chmod}. */
@Command(
    name = "chmod",
    description = "Change permission bits, and owner and group.",
    footer = {
      "  sand fs chmod box 755 /workspace/run.sh",
      "  sand fs chmod box 640 /workspace/key --owner 1000 --group 1000"
    })
public final class FsChmodCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(
      index = "1",
      paramLabel = "MODE",
      description = "Permission bits in octal, such as 644.")
  private FileMode mode = new FileMode(0);

  @Parameters(index = "2..*", arity = "1..*", paramLabel = "PATH", description = "The paths.")
  private List<InnerPath> paths = List.of();

  @Option(names = "--owner", paramLabel = "USER", description = "A new owner, by name or number.")
  private @Nullable String owner;

  @Option(names = "--group", paramLabel = "GROUP", description = "A new group, by name or number.")
  private @Nullable String group;

  /** Creates the command. */
  public FsChmodCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    FileSystem files = context.sandbox(sandbox).files();
    Permissions permissions =
        new Permissions(
            OptionalInt.of(mode.bits()), Optional.ofNullable(owner), Optional.ofNullable(group));
    paths.forEach(path -> files.chmod(path.text(), permissions));
    return 0;
  }
}
