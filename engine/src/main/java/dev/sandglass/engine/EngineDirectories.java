package dev.sandglass.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the engine keeps things.
 *
 * @param state sandboxes, layers, snapshots, templates and volumes; survives everything
 * @param runtime how to find the running engine; only its user may enter
 */
public record EngineDirectories(Path state, Path runtime) {
  private static final String NAME = "sandglass";

  /**
   * Finds the directories by the rules of the XDG base directories.
   *
   * @param environment the process's environment
   */
  public static EngineDirectories of(Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    Path states =
        absolute(environment, "XDG_STATE_HOME").orElse(home.resolve(".local").resolve("state"));
    Path own = states.resolve(NAME);
    Path runtime =
        absolute(environment, "XDG_RUNTIME_DIR")
            .filter(path -> Files.isDirectory(path) && Files.isWritable(path))
            .map(path -> path.resolve(NAME))
            .orElse(own.resolve("run"));
    return new EngineDirectories(own.resolve("engine"), runtime);
  }

  private static Optional<Path> absolute(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> value.startsWith("/"))
        .map(Path::of);
  }

  /** Where a running engine says how to reach it. */
  public Path engineFile() {
    return runtime.resolve("engine.json");
  }

  /** Locked by the running engine. */
  public Path lockFile() {
    return runtime.resolve("engine.lock");
  }

  /** Makes all directories that are missing. */
  void create() {
    try {
      make(state.getParent(), "rwx------");
      make(runtime, "rwx------");
      // Holders have other users' ids and must be able to pass through.
      make(state, "rwx--x--x");
      for (String name : List.of("sandboxes", "layers", "volumes")) {
        make(state.resolve(name), "rwx--x--x");
      }
      for (String name : List.of("templates", "snapshots")) {
        make(state.resolve(name), "rwx------");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the engine's directories: " + e.getMessage(), e);
    }
  }

  private static void make(Path directory, String mode) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
  }
}
