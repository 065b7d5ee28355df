package dev.sandglass.cli.transfer;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.console.Printer;
import dev.sandglass.cli.console.Progress;
import dev.sandglass.cli.value.CopyPath;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.files.FileSystem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Copies between this machine and sandboxes, by the rules of {@code cp -r} and {@code docker cp}.
 *
 * <p>Each file appears whole or not at all. A directory that breaks off in the middle keeps the
 * files that were finished.
 */
public final class Copier {
  private final SandboxClient client;
  private final Console console;
  private final Printer printer;

  /** Creates a copier that tells its progress to a printer. */
  public Copier(SandboxClient client, Console console, Printer printer) {
    this.client = client;
    this.console = console;
    this.printer = printer;
  }

  /**
   * Copies.
   *
   * @param from what to copy; several only into a directory that exists
   * @param to where to
   * @throws CommandException if it cannot be done
   * @throws SandboxException if a sandbox cannot do it
   */
  public void copy(List<CopyPath> from, CopyPath to) {
    checkSides(from, to);
    Optional<FileSystem> target =
        to.sandbox().map(name -> client.sandboxes().resolve(name).files());
    for (CopyPath path : from) {
      String what = "Copying " + path + " to " + to;
      try (Progress progress = printer.progress(what)) {
        Counter counter = new Counter(progress);
        if (target.isPresent()) {
          new Upload(target.get(), to.path(), from.size() > 1, printer::warn, counter)
              .from(side(path), path);
        } else {
          new Download(console, to.path(), from.size() > 1, printer::warn, counter)
              .from(side(path).orElseThrow(), path);
        }
        if (!to.isStream()) {
          progress.done(ByteCount.format(counter.done));
        }
      } catch (IOException e) {
        throw Transfer.broken(path.toString(), e);
      }
    }
  }

  private Optional<FileSystem> side(CopyPath path) {
    return path.sandbox().map(name -> client.sandboxes().resolve(name).files());
  }

  private static void checkSides(List<CopyPath> from, CopyPath to) {
    boolean streams = from.stream().anyMatch(CopyPath::isStream);
    if (from.size() > 1 && (streams || to.isStream())) {
      throw CommandException.usage("Standard input and output take one thing at a time");
    }
    if (to.sandbox().isEmpty() && from.stream().anyMatch(path -> path.sandbox().isEmpty())) {
      throw CommandException.usage("One side must be in a sandbox, as in SANDBOX:/path");
    }
  }

  /** Counts bytes and shows them. */
  static final class Counter implements LongConsumer {
    private final Progress progress;
    private long done;
    private long total;

    Counter(Progress progress) {
      this.progress = progress;
    }

    void expect(long bytes) {
      total = bytes;
    }

    @Override
    public synchronized void accept(long bytes) {
      done += bytes;
      progress.bytes(done, total);
    }

    /** Counts what is read from a stream. */
    InputStream counting(InputStream stream) {
      return new FilterInputStream(stream) {
        @Override
        public int read() throws IOException {
          int octet = in.read();
          accept(octet < 0 ? 0 : 1);
          return octet;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int count = in.read(bytes, offset, length);
          accept(Math.max(0, count));
          return count;
        }
      };
    }
  }
}
