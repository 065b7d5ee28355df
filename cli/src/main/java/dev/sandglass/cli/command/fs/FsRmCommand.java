package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.FileSystem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand fs rm}. */
@Command(
    name = "rm",
    description = "Delete files and links, and with -r directories.",
    footer = {"  sand fs rm box /workspace/a.txt", "  sand fs rm -rf box /workspace/build"})
public final class FsRmCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "The paths.")
  private List<InnerPath> paths = List.of();

  @Option(
      names = {"-r", "--recursive"},
      description = "Delete directories with everything in them.")
  private boolean recursive;

  @Option(
      names = {"-f", "--force"},
      description = "It is no error if a path does not exist.")
  private boolean force;

  /** Creates the command. */
  public FsRmCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    FileSystem files = context.sandbox(sandbox).files();
    for (InnerPath path : paths) {
      try {
        remove(files, path.text());
      } catch (SandboxException.NotFound e) {
        if (!force) {
          throw e;
        }
      }
    }
    return 0;
  }

  private void remove(FileSystem files, String path) {
    if (files.info(path).type() != FileInfo.Type.DIRECTORY) {
      files.deleteFile(path);
    } else if (recursive) {
      files.deleteDirectory(path);
    } else {
      throw CommandException.cannot(ErrorKind.IS_DIRECTORY, "'" + path + "' is a directory")
          .withHint("Use -r to delete it with everything in it.");
    }
  }
}
