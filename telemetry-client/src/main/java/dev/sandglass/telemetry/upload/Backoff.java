package dev.sandglass.telemetry.upload;

import dev.sandglass.telemetry.event.RandomBytes;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait after failures: a random time from 5 minutes to a limit that doubles with every
 * failure, up to a day. All of it is random, so that many machines do not come back together.
 */
final class Backoff {
  static final Duration LEAST = Duration.ofMinutes(5);
  static final Duration MOST = Duration.ofHours(24);

  /** 5 minutes double nine times before they exceed a day. */
  private static final int MAX_DOUBLINGS = 9;

  private final RandomBytes random;

  Backoff(RandomBytes random) {
    this.random = random;
  }

  /**
   * Returns the time to wait.
   *
   * @param failures how many there were in a row, from 1
   * @param retryAfter what the server asked for, which is waited at least, but no more than a day
   */
  Duration after(int failures, Optional<Duration> retryAfter) {
    Duration limit = LEAST.multipliedBy(1L << Math.min(Math.max(failures, 1), MAX_DOUBLINGS));
    long range = min(limit, MOST).minus(LEAST).toMillis() + 1;
    // 63 random bits for at most 27: the remainder is as good as uniform.
    long number = new BigInteger(1, random.next(Long.BYTES)).shiftRight(1).longValueExact();
    Duration wait = LEAST.plusMillis(number % range);
    return min(MOST, retryAfter.filter(asked -> asked.compareTo(wait) > 0).orElse(wait));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
