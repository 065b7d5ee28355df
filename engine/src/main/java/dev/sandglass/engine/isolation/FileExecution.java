package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A command that runs on its own, known by the files in its directory. */
final class FileExecution implements DetachedExecution {
  private static final int PEEK_BYTES = 512;

  private final LinuxHolder holder;
  private final Path directory;
  private final CompletableFuture<Void> ended;

  FileExecution(LinuxHolder holder, Path directory, CompletableFuture<Void> ended) {
    this.holder = holder;
    this.directory = directory;
    this.ended = ended;
  }

  static Path files(Path directory) {
    return directory.resolve("run");
  }

  static Path supervisor(Path directory) {
    return directory.resolve("supervisor");
  }

  /** Whether it runs, told by the files alone. */
  static boolean running(Path directory) {
    if (Files.exists(directory.resolve("exit"))) {
      return false;
    }
    try {
      String[] identity = Files.readString(supervisor(directory)).strip().split(" ");
      return ProcessTable.alive(Long.parseLong(identity[0]), Long.parseLong(identity[1]))
          && !Files.exists(directory.resolve("exit"));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // Never started, or cut off while starting.
      return false;
    }
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public boolean running() {
    return running(directory);
  }

  @Override
  public OptionalInt exitCode() {
    try {
      int code = Integer.parseInt(Files.readString(directory.resolve("exit")).strip());
      if (code == 1) {
        var mapped = LaunchFailure.exitCode(firstErrorLine());
        return mapped.isPresent() ? mapped : OptionalInt.of(code);
      }
      return OptionalInt.of(code);
    } catch (IOException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private String firstErrorLine() throws IOException {
    try (var stream = Files.newInputStream(directory.resolve("stderr"))) {
      String text = new String(stream.readNBytes(PEEK_BYTES), StandardCharsets.UTF_8);
      String line = text.lines().findFirst().orElse("");
      return line.startsWith("bwrap: ") ? line.substring("bwrap: ".length()) : "";
    }
  }

  @Override
  public long hostPid() {
    return running() ? ExecutionFiles.childPid(files(directory)) : -1;
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void signal(String signal) {
    Signals.require(signal);
    holder.signalCommand(startedPid(), signal, false);
  }

  private long startedPid() {
    long deadline = System.nanoTime() + 1_000_000_000L;
    long pid = hostPid();
    while (pid < 0 && running() && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
      pid = hostPid();
    }
    return pid;
  }

  @Override
  public void terminate(long graceMillis) {
    var thread =
        new Thread(
            () -> {
              long pid = startedPid();
              if (pid > 0) {
                holder.end(pid, graceMillis);
              }
            },
            "execution-end");
    thread.setDaemon(true);
    thread.start();
  }
}
