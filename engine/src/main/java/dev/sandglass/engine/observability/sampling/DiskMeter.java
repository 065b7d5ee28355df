package dev.sandglass.engine.observability.sampling;

import dev.sandglass.engine.isolation.DiskReading;
import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.isolation.ResourceReading;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Measures the disk of one sandbox, in the background, and not more often than is worth it:
 * counting a sandbox's files takes as long as there are files, so it waits for twenty times as long
 * before it counts again; and a sandbox that did nothing wrote nothing. Thread-safe.
 */
final class DiskMeter {
  private static final System.Logger LOG = System.getLogger(DiskMeter.class.getName());
  private static final long REST = 20;

  /** Less processor time than it takes to write anything worth telling. */
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long IDLE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Without accounts nobody knows what processes did that have ended: it may well have written. */
  private static final long UNKNOWN_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Holder holder;
  private volatile Optional<DiskReading> last = Optional.empty();
  private long lastCpuNanos;
  private long measuredAt = System.nanoTime();
  private long notBefore = System.nanoTime();
  private boolean measuring;

  DiskMeter(Holder holder) {
    this.holder = holder;
  }

  /** What was measured last. */
  Optional<DiskReading> last() {
    return last;
  }

  /**
   * Begins to measure, if that is worth it by now.
   *
   * @param reading what the sandbox has used so far
   */
  synchronized void measure(ResourceReading reading, Executor executor) {
    long now = System.nanoTime();
    long cpuNanos = reading.cpuNanos();
    boolean idle = last.isPresent() && cpuNanos - lastCpuNanos < IDLE_NANOS;
    long limit = reading.accounted() ? IDLE_LIMIT_NANOS : UNKNOWN_LIMIT_NANOS;
    boolean fresh = idle && now - measuredAt < limit;
    if (measuring || fresh || now - notBefore < 0) {
      return;
    }
    measuring = true;
    lastCpuNanos = cpuNanos;
    try {
      executor.execute(this::measure);
    } catch (RejectedExecutionException e) {
      // The engine is ending.
      measuring = false;
    }
  }

  private void measure() {
    long begin = System.nanoTime();
    try {
      last = Optional.of(holder.disk());
    } catch (IsolationException | UncheckedIOException | NumberFormatException e) {
      // It ended just now, or files went away while they were counted: next time then.
      LOG.log(System.Logger.Level.DEBUG, "the disk of {0} was not measured", holder.id(), e);
    } finally {
      synchronized (this) {
        long end = System.nanoTime();
        measuring = false;
        measuredAt = end;
        notBefore = end + REST * (end - begin);
      }
    }
  }
}
