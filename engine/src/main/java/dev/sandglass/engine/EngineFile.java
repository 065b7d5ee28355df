package dev.sandglass.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file by which clients find the running engine. */
final class EngineFile {
  private static final int START_TIME_FIELD = 22;

  private final Path file;

  EngineFile(Path file) {
    this.file = file;
  }

  /** Writes the file, readable by its owner only. */
  void write(String address, int port, String key) throws IOException {
    ObjectNode json =
        Json.object()
            .put("version", Version.CURRENT)
            .put("pid", ProcessHandle.current().pid())
            .put("startTime", startTime())
            .put("address", address)
            .put("port", port)
            .put("key", key);
    Path draft = file.resolveSibling("engine.json.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, Json.bytes(json));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes the file. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** When this process was started, in clock ticks since the machine was: with the pid, unique. */
  private static long startTime() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    // The second field is a name in parentheses and may hold spaces and parentheses itself.
    String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fromThird[START_TIME_FIELD - 3]);
  }
}
