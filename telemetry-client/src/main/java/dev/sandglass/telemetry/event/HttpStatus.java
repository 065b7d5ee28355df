package dev.sandglass.telemetry.event;

import java.util.Optional;

/**
 * The status of an HTTP answer, RFC 9110.
 *
 * @param value from 100 to 599
 */
public record HttpStatus(int value) {
  static final int MIN = 100;
  static final int MAX = 599;

  /** Checks the bounds. */
  public HttpStatus {
    if (value < MIN || value > MAX) {
      throw new IllegalArgumentException("An HTTP status is from 100 to 599");
    }
  }

  /** Returns a status; numbers that cannot be one are empty. */
  public static Optional<HttpStatus> of(int value) {
    return value < MIN || value > MAX ? Optional.empty() : Optional.of(new HttpStatus(value));
  }
}
