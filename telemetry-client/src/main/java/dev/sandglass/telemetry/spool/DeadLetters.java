package dev.sandglass.telemetry.spool;

import dev.sandglass.telemetry.event.EventId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Events that will never be sent, kept for the user to see why. */
public final class DeadLetters {
  private static final int MAX_LETTERS = 100;

  private final StateDirectory directory;

  /** Why an event is not sent. */
  public enum Reason {
    /** The host does not take it. */
    REFUSED,
    /** It is bigger than the host takes. */
    TOO_BIG,
    /** The last gate found something that might say who the user is. */
    DISCLOSES
  }

  /** Returns the letters in a directory. */
  public DeadLetters(StateDirectory directory) {
    this.directory = directory;
  }

  /** Puts an event away for good. */
  public void add(EventId id, Reason reason, String event) throws IOException {
    directory.prepareAll();
    directory.replace(directory.dead().resolve(name(id, reason)), event + "\n");
    List<Path> letters = letters();
    for (Path oldest : letters.subList(0, Math.max(0, letters.size() - MAX_LETTERS))) {
      Files.deleteIfExists(oldest);
    }
  }

  /** Returns whether an event was put away before. */
  public boolean has(EventId id) {
    for (Reason reason : Reason.values()) {
      if (Files.exists(directory.dead().resolve(name(id, reason)))) {
        return true;
      }
    }
    return false;
  }

  private static String name(EventId id, Reason reason) {
    return id + "." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
  }

  /** Returns how many there are. */
  public int count() throws IOException {
    return letters().size();
  }

  private List<Path> letters() throws IOException {
    List<Path> letters = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.dead(), "*.json")) {
      entries.forEach(letters::add);
    } catch (NoSuchFileException e) {
      return List.of(); // nothing was ever recorded here
    }
    Collections.sort(letters);
    return letters;
  }
}
