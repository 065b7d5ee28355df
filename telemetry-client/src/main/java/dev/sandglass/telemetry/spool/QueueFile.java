package dev.sandglass.telemetry.spool;

import dev.sandglass.telemetry.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The name of a file in the queue. It tells what a decision about the queue needs, so that none has
 * to open the file: age, number of events, size.
 *
 * @param first the file's first event
 * @param events how many events it holds
 * @param bytes its size when it is whole
 */
record QueueFile(EventId first, int events, int bytes) implements Comparable<QueueFile> {
  private static final String SUFFIX = ".jsonl";
  private static final int ID_LENGTH = 36;

  /** Reads a name; one that is not exactly of this form is empty. */
  static Optional<QueueFile> of(String name) {
    int end = name.length() - SUFFIX.length();
    if (end <= ID_LENGTH || !name.endsWith(SUFFIX) || name.charAt(ID_LENGTH) != '.') {
      return Optional.empty();
    }
    int dot = name.indexOf('.', ID_LENGTH + 1);
    long events = Digits.parse(name, ID_LENGTH + 1, dot);
    long bytes = dot < end ? Digits.parse(name, dot + 1, end) : -1;
    if (events <= 0 || bytes < events || bytes > Spool.MAX_BYTES) {
      return Optional.empty();
    }
    Optional<EventId> first = EventId.of(name.substring(0, ID_LENGTH));
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(new QueueFile(first.get(), (int) events, (int) bytes));
  }

  Instant time() {
    return first.time();
  }

  /** Returns whether it is too old, or as far ahead as only a wrong clock can have put it. */
  boolean isExpired(Instant now) {
    return Duration.between(time(), now).abs().compareTo(Spool.MAX_AGE) > 0;
  }

  /** Returns the name under which a process writes it before it is whole. */
  String unfinishedName(ProcessName writer) {
    return toString().concat(".").concat(writer.toString());
  }

  /** Orders by age, the oldest first. */
  @Override
  public int compareTo(QueueFile other) {
    return first.compareTo(other.first);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return new StringBuilder(ID_LENGTH + 24)
        .append(first)
        .append('.')
        .append(events)
        .append('.')
        .append(bytes)
        .append(SUFFIX)
        .toString();
  }
}
