package dev.sandglass.engine.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which directories of the host sandboxes may be given. */
final class HostPaths {
  private static final Path ROOT = Path.of("/");

  private final List<Path> allowed;

  /**
   * With the directories below which everything may be given.
   *
   * @param root whether the engine runs as root: then never the whole file system
   */
  HostPaths(List<Path> allowed, boolean root) {
    this.allowed =
        allowed.stream().map(HostPaths::real).filter(path -> !root || !path.equals(ROOT)).toList();
  }

  /** Checks a directory that a request names, with all symbolic links resolved. */
  Path check(String path, String subPath) {
    Path asked = Path.of(path).resolve(subPath);
    Path real;
    try {
      real = asked.toRealPath();
    } catch (IOException e) {
      throw Invalid.request("there is no directory " + Invalid.quoted(asked.toString()) + " here");
    }
    if (!Files.isDirectory(real)) {
      throw Invalid.request(Invalid.quoted(asked.toString()) + " is not a directory");
    }
    if (allowed.stream().noneMatch(real::startsWith)) {
      throw Invalid.request(
          Invalid.quoted(asked.toString())
              + " may not be given to a sandbox: allowed is what lies below "
              + String.join(", ", allowed.stream().map(Path::toString).toList())
              + " (sand engine serve --allow-host-path)");
    }
    return real;
  }

  /** Checks a directory below a volume's, with all symbolic links resolved. */
  static Path below(Path volume, String subPath) {
    try {
      Path real = volume.resolve(subPath).toRealPath();
      if (real.startsWith(volume.toRealPath()) && Files.isDirectory(real)) {
        return real;
      }
    } catch (IOException e) {
      // Reported below, like a file that is not a directory.
    }
    throw Invalid.request(
        "there is no directory " + Invalid.quoted(subPath) + " in the volume: make it first");
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
