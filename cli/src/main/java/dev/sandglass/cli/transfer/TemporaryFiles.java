package dev.sandglass.cli.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files that become visible under their name only when they are whole. What is not finished is
 * removed, also when the process is ended by a signal.
 */
final class TemporaryFiles implements Closeable {
  private final Set<Path> unfinished = ConcurrentHashMap.newKeySet();
  private final Thread atExit = new Thread(this::removeAll, "remove temporary files");

  TemporaryFiles() {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Makes something beside where it shall be, and moves it there. */
  @FunctionalInterface
  interface Maker {
    void make(Path temporary) throws IOException;
  }

  /** Replaces a file or link by what {@code maker} makes. */
  void replace(Path file, Maker maker) throws IOException {
    long random = ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;
    Path temporary =
        file.resolveSibling(".sand-" + Long.toString(random, Character.MAX_RADIX) + ".tmp");
    unfinished.add(temporary);
    try {
      maker.make(temporary);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
      unfinished.remove(temporary);
    }
  }

  private void removeAll() {
    for (Path file : unfinished) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // The process ends and has nobody to tell; the file's name says what it is.
        continue;
      }
    }
  }

  @Override
  public void close() {
    removeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook does its work.
      return;
    }
  }
}
