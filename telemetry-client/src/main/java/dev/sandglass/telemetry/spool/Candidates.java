package dev.sandglass.telemetry.spool;

import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.telemetry.event.EventId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Names that may be public and wait for the uploader to find out. They are kept beside the queue
 * and not in it, so that no event holds a name before it is proven public.
 */
public final class Candidates {
  private static final int MAX_FILES = 100;

  private final StateDirectory directory;

  /**
   * The names of one event.
   *
   * @param image an image at a well-known registry
   * @param repository a repository at a well-known host
   */
  public record Names(Optional<ImageReference> image, Optional<GitRemote> repository) {
    /** No names. */
    public static final Names NONE = new Names(Optional.empty(), Optional.empty());

    /** Leaves out what no check could prove public. */
    public Names {
      image = image.filter(PublicImage::canBeProven);
    }
  }

  /** Returns the candidates in a directory. */
  public Candidates(StateDirectory directory) {
    this.directory = directory;
  }

  /** Keeps the names of an event; when there are too many already, it will have none. */
  public void keep(EventId event, Names names) {
    if (names.equals(Names.NONE)) {
      return;
    }
    try {
      directory.create();
      if (count() < MAX_FILES) {
        String image = names.image().map(ImageReference::toString).orElse("");
        String repository = names.repository().map(GitRemote::toString).orElse("");
        directory.replace(file(event), image + "\n" + repository + "\n");
      }
    } catch (IOException e) {
      // Nothing can be written: then the names stay undisclosed.
    }
  }

  /** Returns the names of an event. */
  public Names of(EventId event) {
    try {
      List<String> lines = Files.readAllLines(file(event));
      return lines.size() != 2
          ? Names.NONE
          : new Names(
              ImageReference.parse(lines.get(0)), GitRemote.parse("https://" + lines.get(1)));
    } catch (IOException e) {
      return Names.NONE; // it has none
    }
  }

  /** Forgets the names of an event. */
  public void remove(EventId event) throws IOException {
    Files.deleteIfExists(file(event));
  }

  private Path file(EventId event) {
    return directory.candidates().resolve(event.toString());
  }

  private int count() throws IOException {
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.candidates())) {
      for (Path entry : entries) {
        count += entry.getFileName() == null ? 0 : 1;
      }
    } catch (NoSuchFileException e) {
      return 0;
    }
    return count;
  }
}
