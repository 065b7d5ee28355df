package dev.sandglass.cli.otel;

import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;

/**
 * How deliveries are tried again: as a short command should. It must not wait seconds for a
 * collector that is not there; one that is busy may get a second and a third chance.
 */
final class Retries {
  /** Attempts at most, the first included. */
  static final int ATTEMPTS = 3;

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** Those that the specification of OTLP names. */
  private static final Set<Integer> WORTHWHILE = Set.of(429, 502, 503, 504);

  private Retries() {}

  /** Returns whether an HTTP status asks for another attempt. */
  static boolean isWorthwhile(int status) {
    return WORTHWHILE.contains(status);
  }

  /** Returns how long to wait after an attempt, the first of which is number 1. */
  static Duration wait(int number) {
    return number == 1 ? FIRST_WAIT : LONGEST_WAIT;
  }

  /** Returns the same for the SDK's own senders. */
  static RetryPolicy policy() {
    return RetryPolicy.builder()
        .setMaxAttempts(ATTEMPTS)
        .setInitialBackoff(FIRST_WAIT)
        .setMaxBackoff(LONGEST_WAIT)
        .setRetryExceptionPredicate(SocketTimeoutException.class::isInstance)
        .build();
  }
}
