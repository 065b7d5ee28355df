package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.sandbox.files.FileInfo;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand fs find}. */
@Command(
    name = "find",
    description = "Find files below a directory by their name.",
    footer = {
      "  sand fs find box /workspace --name \"*.py\"",
      "  sand fs find box / --name \"**/passwd\" -o name"
    })
public final class FsFindCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "The directory.")
  private InnerPath path = new InnerPath("/");

  @Option(
      names = "--name",
      paramLabel = "GLOB",
      description = "A pattern such as *.txt; all files by default.")
  private String glob = "**";

  /** Creates the command. */
  public FsFindCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<FileInfo> found = context.sandbox(sandbox).files().search(path.text(), glob);
    if (context.format() == OutputFormat.TABLE) {
      found.forEach(file -> context.printer().line(file.path()));
    } else {
      context.printer().list(FileView.VIEW, found);
    }
    return 0;
  }
}
