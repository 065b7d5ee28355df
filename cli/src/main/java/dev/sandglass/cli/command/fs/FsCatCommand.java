package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.transfer.Transfer;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.cli.value.LineRange;
import dev.sandglass.sandbox.files.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand fs cat}. */
@Command(
    name = "cat",
    description = "Write files to standard output, byte for byte.",
    footer = {
      "  sand fs cat box /workspace/out.bin > out.bin",
      "  sand fs cat box /var/log/app.log --lines 10:20"
    })
public final class FsCatCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "The files.")
  private List<InnerPath> paths = List.of();

  @Option(
      names = "--lines",
      paramLabel = "FIRST:LAST",
      description = "Only these lines of text, counted from 1, such as 10:20, 10: or :20.")
  private @Nullable LineRange lines;

  /** Creates the command. */
  public FsCatCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    FileSystem files = context.sandbox(sandbox).files();
    for (InnerPath path : paths) {
      try (InputStream content =
          lines == null
              ? files.read(path.text())
              : files.readLines(path.text(), lines.first(), lines.count())) {
        Transfer.toStandardOutput(content, context.console());
      } catch (IOException e) {
        throw Transfer.broken(path.text(), e);
      }
    }
    return 0;
  }
}
