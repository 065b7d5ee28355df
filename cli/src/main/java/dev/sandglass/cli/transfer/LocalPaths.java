package dev.sandglass.cli.transfer;

import dev.sandglass.cli.CommandException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths of this machine as they were written. */
final class LocalPaths {
  private LocalPaths() {}

  static Path of(String written) {
    try {
      return Path.of(written);
    } catch (InvalidPathException e) {
      throw CommandException.usage("'" + written + "' is not a path here: " + e.getReason())
          .withHint("Set LC_ALL=C.UTF-8.");
    }
  }
}
