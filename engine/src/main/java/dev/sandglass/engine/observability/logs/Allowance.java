package dev.sandglass.engine.observability.logs;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much of what a sandbox writes is recorded: so many bytes a second, and more at once after it
 * was quiet. Thread-safe.
 */
final class Allowance {
  /** Bytes a second in the long run. */
  static final long RATE = 256 * 1024;

  /** Bytes at once. */
  static final long BURST = 4L * 1024 * 1024;

  private final LongSupplier nanoTime;
  private long left = BURST;
  private long at;

  Allowance(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.at = nanoTime.getAsLong();
  }

  /** Takes as many bytes as there are, up to this many; returns how many those are. */
  synchronized int take(int wanted) {
    int taken = Math.min(wanted, available());
    left -= taken;
    return taken;
  }

  /** How many bytes there are now. */
  synchronized int available() {
    long now = nanoTime.getAsLong();
    long gained = (now - at) * RATE / TimeUnit.SECONDS.toNanos(1);
    if (gained > 0) {
      left = Math.min(BURST, left + gained);
      at = now;
    }
    return (int) Math.max(0, left);
  }

  /** Takes what a line costs beyond its bytes; that may be more than there is. */
  synchronized void charge(int bytes) {
    left -= bytes;
  }
}
