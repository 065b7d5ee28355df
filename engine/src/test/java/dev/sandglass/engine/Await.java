package dev.sandglass.engine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions that nobody announces. */
public final class Await {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Duration STEP = Duration.ofMillis(20);

  private Await() {}

  /** Returns when the condition holds; fails if it does not within a minute. */
  public static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the condition did not come about in " + DEADLINE);
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}
