package dev.sandglass.engine.observability.store;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Times as they are stored: what a program claims, unless that is far from when it told it. A clock
 * that is wrong, or lies, neither hides a record nor keeps it for ever.
 */
final class StoredTime {
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Duration retention;

  StoredTime(Duration retention) {
    this.retention = retention;
  }

  /** Nanoseconds since the epoch. */
  static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  /** The time of nanoseconds since the epoch. */
  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  long of(long claimed, Instant now) {
    boolean credible = claimed > nanos(now.minus(retention)) && claimed < nanos(now.plus(AHEAD));
    return credible ? claimed : nanos(now);
  }
}
