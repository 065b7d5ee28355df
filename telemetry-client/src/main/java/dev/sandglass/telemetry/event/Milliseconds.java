package dev.sandglass.telemetry.event;

import java.time.Duration;

/**
 * How long something took.
 *
 * @param value milliseconds, from 0 to a week
 */
public record Milliseconds(int value) {
  /** The longest time that is told apart, a week. */
  static final int MAX = 7 * 24 * 60 * 60 * 1000;

  /** Checks the bounds. */
  public Milliseconds {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("A duration is from 0 ms to a week");
    }
  }

  /** Rounds a duration down; what is out of bounds becomes the nearest bound. */
  public static Milliseconds of(Duration duration) {
    return new Milliseconds((int) Math.max(0, Math.min(MAX, duration.toMillis())));
  }
}
