package dev.sandglass.telemetry.spool;

import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.telemetry.event.EventId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Names that may be public and wait for the uploader to find out. They are kept beside the queue
 * and not in it, so that no event holds a name before it is proven public. They go with their
 * event; where there are too many, the oldest go.
 */
public final class Candidates {
  private static final int MAX_FILES = 100;

  /** No reference to an image or repository is nearly as long. */
  private static final int MAX_BYTES = 4096;

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

  /** Keeps the names of an event, before it is written to the queue. */
  public void keep(EventId event, Names names) {
    if (names.equals(Names.NONE)) {
      return;
    }
    String image = names.image().map(ImageReference::toString).orElse("");
    String repository = names.repository().map(GitRemote::toString).orElse("");
    try {
      directory.prepareAll();
      directory.replace(file(event), image + "\n" + repository + "\n");
      String[] files = PrivateFiles.names(directory.candidates());
      for (int i = 0; i < files.length - MAX_FILES; i++) {
        Files.deleteIfExists(directory.candidates().resolve(files[i]));
      }
    } catch (IOException e) {
      // Nothing can be written: then the names stay undisclosed.
    }
  }

  /** Returns the names of an event. */
  public Names of(EventId event) {
    try {
      List<String> lines = PrivateFiles.readLines(file(event), MAX_BYTES);
      String repository = lines.size() == 2 ? lines.get(1) : "";
      return lines.isEmpty()
          ? Names.NONE
          : new Names(ImageReference.parse(lines.get(0)), GitRemote.parse("https://" + repository));
    } catch (IOException e) {
      return Names.NONE; // it has none
    }
  }

  /** Forgets the names of an event. */
  public void remove(EventId event) throws IOException {
    Files.deleteIfExists(file(event));
  }

  /** Forgets the names of the events in a file that is about to go. */
  void removeThoseOf(Path events) {
    String[] names = PrivateFiles.names(directory.candidates());
    if (names.length == 0) {
      return;
    }
    try {
      byte[] content = PrivateFiles.read(events, Spool.MAX_BYTES);
      String text = new String(content, StandardCharsets.ISO_8859_1);
      for (String name : names) {
        if (text.contains(name)) {
          Files.deleteIfExists(directory.candidates().resolve(name));
        }
      }
    } catch (IOException e) {
      // They stay until there are too many; without their event they are never looked at.
    }
  }

  private Path file(EventId event) {
    return directory.candidates().resolve(event.toString());
  }
}
