package dev.sandglass.telemetry.consent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Replaces a small private file, one process at a time; readers see the old or the new one. */
final class LockedFile {
  private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();

  private LockedFile() {}

  /**
   * What to do with the file.
   *
   * @param result what the writer wants to know afterwards
   * @param text the new text; empty to leave the file as it is
   * @param lasting whether it must outlive a power failure, for which the disk is waited for
   */
  record Change<T>(T result, Optional<String> text, boolean lasting) {}

  /** Decides on a change while no other process can write. */
  @FunctionalInterface
  interface Decision<T> {
    Change<T> decide() throws IOException;
  }

  /** Changes a file; fails if another writes it for longer than {@code patience}. */
  static <T> T update(Path file, Duration patience, Decision<T> decision) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory, permissions("rwx------"));
    }
    // Names are made here: what a starting JVM does for the first time is slow, and under the lock
    // it would keep all others waiting.
    Path lockFile = file.resolveSibling("." + file.getFileName() + ".lock");
    String draftName = "." + file.getFileName() + ".new";
    Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(lockFile, options, permissions("rw-------"));
        FileLock lock = lock(channel, patience)) {
      assert lock.isValid();
      // A link, as managers of dotfiles make it, stays a link.
      Path target = Files.exists(file) ? file.toRealPath() : file;
      Change<T> change = decision.decide();
      if (change.text().isPresent()) {
        replace(target, draftName, change.text().get(), change.lasting());
      }
      return change.result();
    }
  }

  private static FileLock lock(FileChannel channel, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new LockedException("another process is writing it");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it, which is no different from another process.
      return null;
    }
  }

  private static void replace(Path file, String draftName, String text, boolean lasting)
      throws IOException {
    // One name is enough for one writer at a time, and nothing of a killed one stays behind.
    Path draft = file.resolveSibling(draftName);
    Files.deleteIfExists(draft);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      try (FileChannel channel = FileChannel.open(draft, options, permissions("rw-------"))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        if (lasting) {
          channel.force(true);
        }
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  /** Another process had the file for too long. */
  static final class LockedException extends IOException {
    private static final long serialVersionUID = 1L;

    LockedException(String message) {
      super(message);
    }
  }
}
