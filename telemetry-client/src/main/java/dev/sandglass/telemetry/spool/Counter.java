package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/** Counts in a file, one byte for each: several processes can count at once and none is lost. */
enum Counter {
  /** Events that were given up: too many, too old, too big, or of a CLI ID that is no more. */
  DROPPED("dropped"),
  /** Lines that were no events. */
  SKIPPED("skipped");

  /** A count stays here rather than fill a disk. */
  private static final long MAX = 1 << 20;

  private final String file;

  Counter(String file) {
    this.file = file;
  }

  void add(StateDirectory directory, int count) {
    int counted = (int) Math.min(count, MAX - value(directory));
    if (counted <= 0) {
      return;
    }
    byte[] marks = new byte[counted];
    Arrays.fill(marks, (byte) '.');
    try {
      PrivateFiles.append(path(directory), marks);
    } catch (IOException e) {
      // A disk that takes no count takes no event either; there is nobody to tell.
    }
  }

  long value(StateDirectory directory) {
    try {
      return Files.readAttributes(
              path(directory), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .size();
    } catch (IOException e) {
      return 0; // nothing counted yet
    }
  }

  Path path(StateDirectory directory) {
    return directory.path().resolve(file);
  }
}
