package dev.sandglass.cli.configuration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads and replaces small private files (0600) of the configuration directory (0700). */
final class ConfigurationFile {
  private static final Duration LOCK_WAIT = Duration.ofSeconds(10);
  private static final long LOCK_POLL_NANOS = Duration.ofMillis(5).toNanos();

  private ConfigurationFile() {}

  /** Returns the text of a file, empty when there is none. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(file + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigurationException("cannot read " + file + ": " + reason(e), e);
    }
  }

  /** Replaces the text of a file, alone among all processes; readers see the old or the new one. */
  static void update(Path file, UnaryOperator<String> change) {
    try {
      createPrivateDirectory(file.toAbsolutePath().getParent());
      Path lockFile = file.resolveSibling("." + file.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(
                  lockFile,
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")));
          FileLock lock = lock(channel, file)) {
        assert lock.isValid();
        // A link, as managers of dotfiles make it, stays a link.
        Path target = Files.exists(file) ? file.toRealPath() : file;
        String before = read(target);
        String after = change.apply(before);
        if (!after.equals(before)) {
          replace(target, after);
        }
      }
    } catch (IOException e) {
      throw new ConfigurationException("cannot write " + file + ": " + reason(e), e);
    }
  }

  private static FileLock lock(FileChannel channel, Path file) throws IOException {
    long deadline = System.nanoTime() + LOCK_WAIT.toNanos();
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("another sand is writing it since " + LOCK_WAIT.toSeconds() + " s");
      }
      LockSupport.parkNanos(LOCK_POLL_NANOS);
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

  private static void replace(Path file, String text) throws IOException {
    Path temporary =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "." + file.getFileName() + ".",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Removes a file if it is there. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ConfigurationException("cannot remove " + file + ": " + reason(e), e);
    }
  }

  private static void createPrivateDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Says what went wrong without the path, which the message has already. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e instanceof FileSystemException
        ? e.getClass().getSimpleName().replace("Exception", "")
        : String.valueOf(e.getMessage());
  }
}
