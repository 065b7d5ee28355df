package dev.sandglass.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Remembers on the host's disk which temporary files in the sandbox an upload uses, so that the
 * next engine clears them away if this one is killed in the middle. Thread-safe.
 */
final class Leftovers {
  private final Path directory;
  private final SecureRandom random = new SecureRandom();
  private boolean oldTaken;

  Leftovers(Path directory) {
    this.directory = directory;
  }

  /** A name for a temporary file that nobody can foresee. */
  String newName() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return ".sandglass-" + HexFormat.of().formatHex(bytes);
  }

  /** Remembers a temporary file. */
  void begin(String name, String rawPath) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve(name), rawPath.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Forgets it: it is gone, or has become what it was meant for. */
  void end(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  /** What an earlier engine began and did not end; only the first call finds any. */
  synchronized List<String> takeOld() throws IOException {
    if (oldTaken) {
      return List.of();
    }
    oldTaken = true;
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<String> paths = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        paths.add(Files.readString(file, StandardCharsets.ISO_8859_1));
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return paths;
  }
}
