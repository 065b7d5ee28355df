package dev.sandglass.sandbox.local;

import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.SandboxException.EngineUnavailable;
import dev.sandglass.sandbox.http.Failures;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Starts the engine as a daemon; of several that try at once, one does and the others wait. */
final class EngineStarter {
  /** It takes one or two; a machine with more work than processors made it ten. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(5);

  /** To look whether a file is there costs next to nothing, and a command waits for it. */
  private static final Duration LOOK = Duration.ofNanos(500_000);

  private static final long MAX_LOG = 4 << 20;
  private static final int LOG_TAIL = 8 * 1024;

  private final RuntimeDirectory directory;
  private final Map<String, String> environment;
  private final EngineLaunch launch;
  private final Runnable meanwhile;

  /**
   * Prepares to start an engine.
   *
   * @param meanwhile done while an engine that was started gets ready
   */
  EngineStarter(
      RuntimeDirectory directory,
      Map<String, String> environment,
      EngineLaunch launch,
      Runnable meanwhile) {
    this.directory = directory;
    this.environment = environment;
    this.launch = launch;
    this.meanwhile = meanwhile;
  }

  /** Returns the engine that runs by the time this one may start one, or starts it. */
  EngineFile start() {
    directory.create();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (FileChannel channel =
        FileChannel.open(
            directory.startLock(),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      lock(channel, deadline);
      Optional<EngineFile> running = EngineFile.readLiving(directory.engineFile());
      if (running.isPresent()) {
        return running.get();
      }
      Files.deleteIfExists(directory.engineFile()); // a dead engine's
      return launchAndWait();
    } catch (IOException e) {
      throw new EngineUnavailable(
          "The engine cannot be started: "
              + Failures.printable(String.valueOf(e.getMessage()))
              + "; check "
              + directory.path(),
          Details.causedBy(e));
    }
  }

  /** Closing the channel gives the lock back. */
  private static void lock(FileChannel channel, long deadline) throws IOException {
    while (true) {
      try {
        if (channel.tryLock() != null) {
          return;
        }
      } catch (OverlappingFileLockException e) {
        // another thread of this process holds it: the same as another process
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new EngineUnavailable(
            "Another program has been starting the engine for "
                + PATIENCE.toSeconds()
                + " s; try again",
            Details.NONE);
      }
      pause(POLL);
    }
  }

  private EngineFile launchAndWait() throws IOException {
    rotateLog();
    long logStart = Files.exists(directory.log()) ? Files.size(directory.log()) : 0;
    Process process = launch();
    meanwhile.run();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    File written = directory.engineFile().toFile();
    while (System.nanoTime() - deadline < 0) {
      boolean ended = !process.isAlive();
      if (written.exists()) {
        Optional<EngineFile> ready = EngineFile.readLiving(directory.engineFile());
        if (ready.isPresent()) {
          return ready.get();
        }
      }
      if (ended) {
        throw new EngineUnavailable(
            "The engine did not start: " + lastLine(logStart), Details.NONE);
      }
      pause(LOOK);
    }
    process.destroy();
    throw new EngineUnavailable(
        "The engine was not ready within " + PATIENCE.toSeconds() + " s: " + lastLine(logStart),
        Details.NONE);
  }

  private Process launch() throws IOException {
    List<String> command = launch.command();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(new File("/"));
    builder.environment().clear();
    builder.environment().putAll(EngineEnvironment.of(environment));
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new EngineUnavailable(
          "The engine cannot be started; "
              + (command.get(0).equals(EngineLaunch.SETSID)
                  ? "install util-linux (setsid) and check that "
                  : "check that ")
              + Failures.printable(program(command))
              + " can be executed",
          Details.causedBy(e));
    }
  }

  private static String program(List<String> command) {
    return command.get(command.get(0).equals(EngineLaunch.SETSID) ? 1 : 0);
  }

  private void rotateLog() throws IOException {
    Path log = directory.log();
    if (Files.exists(log) && Files.size(log) > MAX_LOG) {
      Files.move(log, log.resolveSibling("engine.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(log)) {
      Files.createFile(
          log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  /** The last line that this start wrote; an exception's frames are not what a user looks for. */
  private String lastLine(long from) {
    String text;
    try (RandomAccessFile file = new RandomAccessFile(directory.log().toFile(), "r")) {
      file.seek(Math.max(from, file.length() - LOG_TAIL));
      byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(bytes);
      text = new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      text = "";
    }
    String last = null;
    for (String line : text.split("\n")) {
      if (!line.isBlank() && !line.startsWith("\t") && !line.startsWith("    at ")) {
        last = line;
      }
    }
    return (last == null ? "it left no message" : Failures.printable(last))
        + " (log: "
        + directory.log()
        + ")";
  }

  private static void pause(Duration duration) {
    // More exact than to sleep, which takes whole milliseconds on some versions of Java.
    LockSupport.parkNanos(duration.toNanos());
    if (Thread.interrupted()) {
      throw Failures.interrupted(new InterruptedException());
    }
  }

  /** Waits until a process is gone. */
  static void awaitEnd(EngineFile engine) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (engine.isAlive()) {
      if (System.nanoTime() - deadline >= 0) {
        throw new SandboxException.TimedOut(
            "The engine (process " + engine.pid() + ") does not stop; end it with kill",
            Details.NONE);
      }
      pause(POLL);
    }
  }
}
