package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The user's copy of what was sent: the last 500 events, one JSON object a line. */
public final class SentLog {
  /** How many events are kept. */
  public static final int MAX_EVENTS = 500;

  /** As many events as there can be, each as large as it can be, and some room. */
  private static final long MAX_BYTES = (MAX_EVENTS + 1L) * Spool.MAX_EVENT * 2;

  private final StateDirectory directory;

  /** Returns the log in a directory. */
  public SentLog(StateDirectory directory) {
    this.directory = directory;
  }

  /** Adds events as they were sent. One that is there already, as after a crash, stays one. */
  public void add(List<String> events) throws IOException {
    Set<String> distinct = new LinkedHashSet<>(read());
    distinct.removeAll(events);
    distinct.addAll(events);
    List<String> all = List.copyOf(distinct);
    List<String> last = all.subList(Math.max(0, all.size() - MAX_EVENTS), all.size());
    directory.replace(directory.sent(), String.join("\n", last) + "\n");
  }

  /** Returns the events, the oldest first. */
  public List<String> read() throws IOException {
    try {
      return PrivateFiles.readLines(directory.sent(), MAX_BYTES);
    } catch (NoSuchFileException e) {
      return List.of(); // nothing was ever sent
    }
  }
}
