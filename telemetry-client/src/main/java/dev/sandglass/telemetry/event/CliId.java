package dev.sandglass.telemetry.event;

import java.util.Optional;
import java.util.UUID;

/**
 * The random number under which one installation's events can be told from another's. It is a
 * pseudonym: it says nothing about a person or machine, but is the same in all events until reset.
 *
 * @param value a random UUID
 */
public record CliId(UUID value) {
  /** Stands where no ID exists, as in events that are only printed. */
  public static final CliId NONE = new CliId(new UUID(0, 0));

  /** Makes a new one, a version 4 UUID of RFC 9562. */
  public static CliId random(RandomBytes random) {
    byte[] bytes = random.next(Long.BYTES * 2);
    long most = EventId.toLong(bytes, 0) & ~0xf000L | 0x4000L;
    long least = EventId.toLong(bytes, Long.BYTES) >>> 2 | 1L << 63;
    return new CliId(new UUID(most, least));
  }

  /** Reads one in its canonical form; anything else is empty. */
  public static Optional<CliId> of(String text) {
    Optional<UUID> uuid = EventId.uuid(text);
    return uuid.isEmpty() || uuid.get().equals(NONE.value())
        ? Optional.empty()
        : Optional.of(new CliId(uuid.get()));
  }

  /** Returns the canonical form. */
  @Override
  public String toString() {
    return value.toString();
  }
}
