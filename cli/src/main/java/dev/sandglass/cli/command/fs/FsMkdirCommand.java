package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.value.FileMode;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.sandbox.files.FileSystem;
import dev.sandglass.sandbox.files.Permissions;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand fs mkdir}. */
@Command(
    name = "mkdir",
    description = "Make directories and those above them; it is no error if they exist.",
    footer = {
      "  sand fs mkdir box /workspace/a/b",
      "  sand fs mkdir box /workspace/private --mode 700"
    })
public final class FsMkdirCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "The directories.")
  private List<InnerPath> paths = List.of();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "Permission bits in octal, such as 700.")
  private @Nullable FileMode mode;

  /** Creates the command. */
  public FsMkdirCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    FileSystem files = context.sandbox(sandbox).files();
    Permissions permissions = mode == null ? Permissions.DEFAULT : Permissions.mode(mode.bits());
    paths.forEach(path -> files.mkdirs(path.text(), permissions));
    return 0;
  }
}
