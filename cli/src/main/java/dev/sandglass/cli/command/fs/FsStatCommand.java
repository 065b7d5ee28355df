package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.FileSystem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand fs stat}. */
@Command(
    name = "stat",
    description = "Tell about files, directories and links.",
    footer = {
      "  sand fs stat box /workspace/a.txt",
      "  sand fs stat box /etc/passwd /etc/group -o json"
    })
public final class FsStatCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "The paths.")
  private List<InnerPath> paths = List.of();

  /** Creates the command. */
  public FsStatCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    FileSystem files = context.sandbox(sandbox).files();
    List<FileInfo> infos = paths.stream().map(path -> files.info(path.text())).toList();
    if (infos.size() == 1) {
      context.printer().details(FileView.VIEW, infos.get(0));
    } else {
      context.printer().list(FileView.VIEW, infos);
    }
    return 0;
  }
}
