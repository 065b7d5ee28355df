package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Deletes what is below a directory, without following links. */
final class Trees {
  private Trees() {}

  static void deleteContents(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        deleteContents(entry);
        Files.deleteIfExists(entry);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Another process deletes too: what is gone is gone.
    }
  }
}
