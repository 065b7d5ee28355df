package dev.sandglass.cli.otel;

import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

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

  /**
   * Returns whether an answer of gRPC asks for another attempt. One that has run out of something
   * may never get it back: OTLP has it say so if another attempt makes sense.
   */
  static boolean isWorthwhile(GrpcAnswer answer) {
    GrpcStatusCode status = answer.getStatusCode();
    return switch (status) {
      case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS -> true;
      case RESOURCE_EXHAUSTED -> answer.retryAfter().isPresent();
      default -> false;
    };
  }

  /** Returns how long to wait after an attempt, the first of which is number 1. */
  static Duration wait(int number) {
    return number == 1 ? FIRST_WAIT : LONGEST_WAIT;
  }

  /** Returns what an attempt failed of. */
  static Throwable cause(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return new HttpTimeoutException("no answer in time");
    }
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
