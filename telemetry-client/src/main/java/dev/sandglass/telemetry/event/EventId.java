package dev.sandglass.telemetry.event;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The identity of one event, fixed when it is made: however often it is sent, it is counted once.
 *
 * @param value a version 7 UUID of RFC 9562: time, then randomness
 */
public record EventId(UUID value) implements Comparable<EventId> {
  private static final long SUB_MILLISECOND_STEPS = 1 << 12;
  private static final int NANOS_PER_MILLISECOND = 1_000_000;

  /** Makes one for an event of now. */
  public static EventId at(Instant now, RandomBytes random) {
    long fraction =
        now.getNano() % NANOS_PER_MILLISECOND * SUB_MILLISECOND_STEPS / NANOS_PER_MILLISECOND;
    long most = now.toEpochMilli() << 16 | 0x7000L | fraction;
    long least = toLong(random.next(Long.BYTES), 0) >>> 2 | 1L << 63;
    return new EventId(new UUID(most, least));
  }

  /** Reads one in its canonical form; anything else is empty. */
  public static Optional<EventId> of(String text) {
    // Written out, as every command comes here: the first lambda of a JVM costs milliseconds.
    Optional<UUID> uuid = uuid(text);
    return uuid.isPresent() && uuid.get().version() == 7
        ? Optional.of(new EventId(uuid.get()))
        : Optional.empty();
  }

  /** Returns when it was made, to the millisecond. */
  public Instant time() {
    return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
  }

  /** Orders by time. */
  @Override
  public int compareTo(EventId other) {
    return toString().compareTo(other.toString());
  }

  /** Returns the canonical form. */
  @Override
  public String toString() {
    return value.toString();
  }

  static Optional<UUID> uuid(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      // UUID.fromString takes 1-1-1-1-1 too; the canonical form is what it writes itself.
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static long toLong(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      value = value << Byte.SIZE | bytes[i] & 0xff;
    }
    return value;
  }
}
