package dev.sandglass.cli.command.engine;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.ExitCode;
import dev.sandglass.cli.transfer.Transfer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sand engine logs}. */
@Command(
    name = "logs",
    description = "Print the log of the engine.",
    footer = {"  sand engine logs --tail 50", "  sand engine logs -f"})
public final class EngineLogsCommand implements Callable<Integer> {
  private final CommandContext context;

  private static final long POLL_MILLIS = 200;
  private static final int BLOCK = 1 << 16;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is written from now on.")
  private boolean follow;

  @Option(
      names = "--tail",
      paramLabel = "LINES",
      description = "Begin with only so many of the last lines.")
  private @Nullable Integer tail;

  /** Creates the command. */
  public EngineLogsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (tail != null && tail < 0) {
      throw CommandException.usage("'" + tail + "' is not a number of lines");
    }
    Path file = context.client().engine().logFile();
    if (!Files.exists(file) && !follow) {
      context.printer().remark("There is no log yet");
      return 0;
    }
    try {
      print(file);
    } catch (IOException e) {
      throw CommandException.cannot(ErrorKind.LOG, "Cannot read " + file + ": " + e.getMessage())
          .causedBy(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, ErrorKind.INTERRUPTED, "Interrupted")
          .causedBy(e);
    }
    return 0;
  }

  private void print(Path file) throws IOException, InterruptedException {
    OutputStream out = Transfer.textOutput(context.console());
    long position = tail == null || !Files.exists(file) ? 0 : startOfTail(file, tail);
    do {
      if (Files.exists(file)) {
        // A log that became shorter was begun anew.
        position = Files.size(file) < position ? 0 : position;
        position = printFrom(file, position, out);
      }
      if (follow) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } while (follow);
  }

  private static long printFrom(Path file, long position, OutputStream out) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(position);
      byte[] block = new byte[BLOCK];
      for (int count = log.read(block); count > 0; count = log.read(block)) {
        Transfer.write(block, count, out);
      }
      return log.getFilePointer();
    }
  }

  private static long startOfTail(Path file, int lines) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] block = new byte[BLOCK];
      int left = lines;
      long end = log.length();
      for (long at = end; at > 0; ) {
        int length = (int) Math.min(BLOCK, at);
        at -= length;
        log.seek(at);
        log.readFully(block, 0, length);
        for (int i = length - 1; i >= 0; i--) {
          boolean lineEnd = block[i] == '\n' && at + i + 1 < end;
          if (lineEnd && --left == 0 || lines == 0) {
            return lines == 0 ? end : at + i + 1;
          }
        }
      }
      return 0;
    }
  }
}
