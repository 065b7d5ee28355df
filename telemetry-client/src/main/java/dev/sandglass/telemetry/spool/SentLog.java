package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** The user's copy of what was sent: the last 500 events, one JSON object a line. */
public final class SentLog {
  /** How many events are kept. */
  public static final int MAX_EVENTS = 500;

  private final StateDirectory directory;

  /** Returns the log in a directory. */
  public SentLog(StateDirectory directory) {
    this.directory = directory;
  }

  /** Adds events as they were sent. */
  public void add(List<String> events) throws IOException {
    List<String> all = new ArrayList<>(read());
    all.addAll(events);
    List<String> last = all.subList(Math.max(0, all.size() - MAX_EVENTS), all.size());
    directory.replace(directory.sent(), String.join("\n", last) + "\n");
  }

  /** Returns the events, the oldest first. */
  public List<String> read() throws IOException {
    try {
      return Files.readAllLines(directory.sent());
    } catch (NoSuchFileException e) {
      return List.of(); // nothing was ever sent
    }
  }
}
