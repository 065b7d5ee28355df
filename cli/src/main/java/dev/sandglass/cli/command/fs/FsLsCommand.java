package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.FileSystem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand fs ls}. */
@Command(
    name = "ls",
    description = "List a directory.",
    footer = {"  sand fs ls box /workspace", "  sand fs ls box /etc --depth 2 -o json"})
public final class FsLsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = "/workspace",
      description = "The directory or file; /workspace by default.")
  private InnerPath path = new InnerPath("/workspace");

  @Option(names = "--depth", paramLabel = "LEVELS", description = "How many levels; 1 by default.")
  private int depth = 1;

  /** Creates the command. */
  public FsLsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (depth < 1) {
      throw CommandException.usage("'" + depth + "' is not a number of levels above 0");
    }
    FileSystem files = context.sandbox(sandbox).files();
    FileInfo info = files.info(path.text());
    List<FileInfo> list =
        info.type() == FileInfo.Type.FILE ? List.of(info) : files.list(path.text(), depth);
    context.printer().list(FileView.VIEW, list);
    return 0;
  }
}
