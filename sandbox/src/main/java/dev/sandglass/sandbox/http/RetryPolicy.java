package dev.sandglass.sandbox.http;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * When to try again: exponential backoff with full jitter, or what the server asks for.
 *
 * @param retries how many attempts beyond the first
 * @param base upper bound of the first wait; doubles each time
 * @param cap upper bound of every wait that the server did not ask for
 * @param random gives numbers from 0 to 1
 */
public record RetryPolicy(int retries, Duration base, Duration cap, DoubleSupplier random) {
  /** Three retries: up to 0.2, 0.4 and 0.8 seconds. */
  public static RetryPolicy standard() {
    return new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(5), Math::random);
  }

  /** How long to wait after attempt {@code attempt}, counted from 0; never less than 10 ms. */
  Duration wait(int attempt) {
    long bound = Math.min(cap.toMillis(), base.toMillis() << Math.min(attempt, 20));
    return Duration.ofMillis(Math.max(10, Math.round(bound * random.getAsDouble())));
  }

  static boolean isWorthRetrying(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }
}
