package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Counts in a file, one byte for each: several processes can count at once and none is lost. */
enum Counter {
  /** Events that were given up: too many, too old, too big, or of a CLI ID that is no more. */
  DROPPED("dropped"),
  /** Lines that were no events. */
  SKIPPED("skipped");

  private final String file;

  Counter(String file) {
    this.file = file;
  }

  void add(StateDirectory directory, int count) {
    if (count <= 0) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(
            path(directory),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            StateDirectory.PRIVATE_FILE)) {
      channel.write(ByteBuffer.allocate(count));
    } catch (IOException e) {
      // A disk that takes no count takes no event either; there is nobody to tell.
    }
  }

  long value(StateDirectory directory) {
    try {
      return Files.size(path(directory));
    } catch (IOException e) {
      return 0; // nothing counted yet
    }
  }

  Path path(StateDirectory directory) {
    return directory.path().resolve(file);
  }
}
