package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Starts of sandboxes that an engine did not live to see the end of. What makes a holder goes on
 * without the engine: only when it has ended it is known whether there is a holder to be taken
 * over, or one that would be in the way for ever.
 */
final class UnfinishedStarts {
  private static final String MARK = "starting";
  private static final String SCRIPT = "/start-holder.sh";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A process that has just been forked does not have its own name yet. */
  private static final int LOOKS = 3;

  private final Path state;

  UnfinishedStarts(Path state) {
    this.state = state;
  }

  private Path mark(String sandbox) {
    return state.resolve("sandboxes").resolve(sandbox).resolve(MARK);
  }

  /** Notes that a sandbox is being started; {@link #end} must follow. */
  void begin(String sandbox) throws IOException {
    Files.writeString(mark(sandbox), "");
  }

  void end(String sandbox) throws IOException {
    Files.deleteIfExists(mark(sandbox));
  }

  /** Waits for what an earlier engine was starting when it was killed; ends what takes too long. */
  void settle(Signals signals) {
    Set<String> sandboxes = marked();
    if (sandboxes.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    int looks = 0;
    while (looks < LOOKS) {
      List<Long> starting = starting(sandboxes);
      looks = starting.isEmpty() ? looks + 1 : 0;
      if (System.nanoTime() - begin > PATIENCE_NANOS) {
        signals.send("KILL", starting);
      }
      LinuxHolder.nap();
    }
    try {
      for (String sandbox : sandboxes) {
        end(sandbox);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> marked() {
    Set<String> marked = new HashSet<>();
    try (DirectoryStream<Path> boxes = Files.newDirectoryStream(state.resolve("sandboxes"))) {
      for (Path box : boxes) {
        if (Files.exists(box.resolve(MARK))) {
          marked.add(box.getFileName().toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return marked;
  }

  private List<Long> starting(Set<String> sandboxes) {
    return ProcessTable.all().stream()
        .filter(process -> process.state() != 'Z')
        .map(ProcessTable.Entry::pid)
        .filter(pid -> starts(Path.of("/proc", Long.toString(pid)), sandboxes))
        .toList();
  }

  private boolean starts(Path process, Set<String> sandboxes) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      List<String> arguments = Arrays.asList(line.split("\0"));
      // Anybody can call a program so; but only here it works in this directory.
      return arguments.stream().anyMatch(argument -> argument.endsWith(SCRIPT))
          && arguments.stream().anyMatch(sandboxes::contains)
          && Files.isSameFile(process.resolve("cwd"), state);
    } catch (IOException e) {
      // Gone meanwhile, or somebody else's.
      return false;
    }
  }
}
