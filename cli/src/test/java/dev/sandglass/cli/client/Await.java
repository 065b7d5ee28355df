package dev.sandglass.cli.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a real condition. */
final class Await {
  private Await() {}

  static void until(Duration patience, BooleanSupplier condition) {
    until(patience, condition, () -> "");
  }

  /** The same, with what there is to see when it fails. */
  static void until(Duration patience, BooleanSupplier condition, Supplier<String> seen) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + patience + " " + seen.get());
      }
      LockSupport.parkNanos(10_000_000);
    }
  }
}
