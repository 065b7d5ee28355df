package dev.sandglass.engine.observability.receiver;

import java.util.function.LongSupplier;

/**
 * What one sandbox may tell: so many requests and bytes per second, with some in advance, and so
 * many bytes at any moment that are not yet taken. Thread-safe.
 */
final class Allowance {
  static final long REQUESTS_PER_SECOND = 200;
  static final long BYTES_PER_SECOND = 8L * 1024 * 1024;
  static final long BYTES_AT_ONCE = 8L * 1024 * 1024;

  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private double requests = 2 * REQUESTS_PER_SECOND;
  private double bytes = 2 * BYTES_PER_SECOND;
  private long last;
  private long held;

  /**
   * Begins with everything allowed.
   *
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  Allowance(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** Whether another request may begin. */
  synchronized boolean begin() {
    long now = nanoTime.getAsLong();
    double seconds = (now - last) / NANOS;
    last = now;
    requests = Math.min(2 * REQUESTS_PER_SECOND, requests + seconds * REQUESTS_PER_SECOND);
    bytes = Math.min(2 * BYTES_PER_SECOND, bytes + seconds * BYTES_PER_SECOND);
    if (requests < 1 || bytes <= 0) {
      return false;
    }
    requests--;
    return true;
  }

  /** Whether these bytes of a request may be held in memory; {@link #release} must follow then. */
  synchronized boolean hold(long count) {
    bytes -= count;
    if (held + count > BYTES_AT_ONCE) {
      return false;
    }
    held += count;
    return true;
  }

  /** Counts bytes that turned up when something was decompressed. */
  synchronized void spend(long count) {
    bytes -= count;
  }

  synchronized void release(long count) {
    held -= count;
  }
}
