package dev.sandglass.cli.command;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.transfer.Copier;
import dev.sandglass.cli.value.CopyPath;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand cp}. */
@Command(
    name = "cp",
    description = {
      "Copy files and directories between this machine and sandboxes, or from one sandbox to another.",
      "What is a directory in a sandbox is copied with everything in it; links stay links, and permission bits are kept. If the destination is a directory that exists, what is copied goes into it under its own name, else it gets the name of the destination. SOURCE/. means the content of a directory.",
      "A - is standard input or output: the plain bytes of a file, or a tar archive where a directory is named. Each file appears whole or not at all."
    },
    footer = {
      "  sand cp ./src box:/workspace",
      "  sand cp box:/workspace/result.json .",
      "  sand cp box:/workspace/. ./out",
      "  sand cp a:/data b:/data",
      "  sand cp box:/workspace/log.txt - | grep error"
    })
public final class CpCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      arity = "2..*",
      paramLabel = "PATH",
      description = "SANDBOX:/PATH, a path of this machine, or -; the last one is the destination.")
  private List<CopyPath> paths = List.of();

  /** Creates the command. */
  public CpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CopyPath to = paths.get(paths.size() - 1);
    List<CopyPath> from = paths.subList(0, paths.size() - 1);
    new Copier(context.client(), context.console(), context.printer()).copy(from, to);
    return 0;
  }
}
