package dev.sandglass.telemetry.spool;

import dev.sandglass.telemetry.event.EventId;
import java.time.Instant;
import java.util.Optional;

/**
 * The name of a file in the queue. It tells what a decision about the queue needs, so that none has
 * to open the file: age, number of events, size.
 *
 * @param first the file's first event
 * @param events how many events it holds
 * @param bytes its size
 */
record QueueFile(EventId first, int events, int bytes) implements Comparable<QueueFile> {
  private static final String SUFFIX = ".jsonl";
  private static final int MAX_DIGITS = 7;

  static Optional<QueueFile> of(String name) {
    String[] parts = name.split("\\.", -1);
    if (parts.length != 4 || !name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    int events = number(parts[1]);
    int bytes = number(parts[2]);
    return events < 0 || bytes < 0
        ? Optional.empty()
        : EventId.of(parts[0])
            .map(id -> new QueueFile(id, events, bytes))
            .filter(file -> file.toString().equals(name));
  }

  private static int number(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && text.length() <= MAX_DIGITS ? Integer.parseInt(text) : -1;
  }

  Instant time() {
    return first.time();
  }

  /** Orders by age, the oldest first. */
  @Override
  public int compareTo(QueueFile other) {
    return first.compareTo(other.first);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return first + "." + events + "." + bytes + SUFFIX;
  }
}
