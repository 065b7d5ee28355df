package dev.sandglass.engine.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories of sandboxes, each with its record. */
final class SandboxStore {
  /** Name of the record in a sandbox's directory. */
  static final String RECORD = "record.json";

  private static final System.Logger LOG = System.getLogger(SandboxStore.class.getName());

  private final Path directory;

  SandboxStore(Path directory) {
    this.directory = directory;
  }

  /** Directory of a sandbox. */
  Path of(String id) {
    return directory.resolve(id);
  }

  /** Makes the directory of a new sandbox. */
  Path create(String id) {
    Path path = of(id);
    var mode = PosixFilePermissions.fromString("rwx--x--x");
    try {
      Files.createDirectory(path);
      Files.setPosixFilePermissions(path, mode);
      Files.createDirectory(
          path.resolve("commands"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + path, e);
    }
    return path;
  }

  /** Ids of all sandboxes that have a directory. */
  List<String> ids() {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  /** Whether a sandbox's directory has a record, readable or not. */
  boolean hasRecord(String id) {
    return Files.exists(of(id).resolve(RECORD));
  }

  /** The record of a sandbox; empty if it has none or cannot be read (logged). */
  Optional<SandboxRecord> read(String id) {
    try {
      return JsonFiles.read(of(id).resolve(RECORD)).map(SandboxRecord::from);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot use the record of {0}: {1}", id, e.getMessage());
      return Optional.empty();
    }
  }
}
