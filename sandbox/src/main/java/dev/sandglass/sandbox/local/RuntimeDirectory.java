package dev.sandglass.sandbox.local;

import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Where a user's engine and its clients meet.
 *
 * @param path {@code $XDG_RUNTIME_DIR/sandglass}, or {@code $XDG_STATE_HOME/sandglass/run} where
 *     the former is not set or cannot be written
 */
record RuntimeDirectory(Path path) {
  static RuntimeDirectory of(Map<String, String> environment) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (runtime.startsWith("/") && Files.isWritable(Path.of(runtime))) {
      return new RuntimeDirectory(Path.of(runtime, "sandglass"));
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (!state.startsWith("/")) {
      String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
      state = home + "/.local/state";
    }
    return new RuntimeDirectory(Path.of(state, "sandglass", "run"));
  }

  Path engineFile() {
    return path.resolve("engine.json");
  }

  Path startLock() {
    return path.resolve("engine.start.lock");
  }

  Path log() {
    return path.resolve("engine.log");
  }

  /** Makes the directory, for this user only. */
  void create() {
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new SandboxException.EngineUnavailable(
          "The directory "
              + path
              + " cannot be made; check its parent's permissions and free space",
          Details.causedBy(e));
    }
  }
}
