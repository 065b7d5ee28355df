package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** JSON files that are always whole, whenever the machine stops. */
final class JsonFiles {
  private static final System.Logger LOG = System.getLogger(JsonFiles.class.getName());

  private JsonFiles() {}

  /** Replaces a file; readable by its owner only. Not for two writers of one file at a time. */
  static void write(Path file, JsonNode json) {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Set<StandardOpenOption> options =
        EnumSet.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      try (FileChannel channel = FileChannel.open(draft, options, mode)) {
        ByteBuffer bytes = ByteBuffer.wrap(Json.bytes(json));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Reads a file; empty if there is none, or if it is not what the engine wrote (logged). */
  static Optional<JsonNode> read(Path file) {
    try {
      return Optional.of(Json.parse(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot read {0}: {1}", file, e.getMessage());
      return Optional.empty();
    }
  }
}
