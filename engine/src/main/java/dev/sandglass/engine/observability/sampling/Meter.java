package dev.sandglass.engine.observability.sampling;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.Machine;
import dev.sandglass.engine.isolation.ResourceLimits;
import dev.sandglass.engine.isolation.ResourceReading;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Measures one sandbox from one start to its end. A rate needs two readings: the first is taken
 * when the meter is made, and no sample before a while has passed since. Thread-safe.
 */
final class Meter {
  /** A rate over less time says nothing. */
  private static final long MIN_SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Holder holder;
  private final ResourceLimits limits;
  private final Machine machine;
  private final Instant since;
  private final DiskMeter disk;
  private Reading exported;
  private Reading shown;
  private Optional<Sample> last = Optional.empty();

  private record Reading(ResourceReading values, long nanos) {}

  /** Takes the first reading. */
  Meter(Holder holder, ResourceLimits limits, Machine machine, Instant now, Executor disks) {
    this.holder = holder;
    this.limits = limits;
    this.machine = machine;
    this.since = now;
    this.disk = new DiskMeter(holder);
    this.exported = read();
    this.shown = exported;
    disk.measure(exported.values(), disks);
  }

  private Reading read() {
    return new Reading(holder.resources(), System.nanoTime());
  }

  boolean measures(Holder other) {
    return other.pid() == holder.pid();
  }

  /** How long ago the last sample for export was taken, in nanoseconds. */
  synchronized long age() {
    return System.nanoTime() - exported.nanos();
  }

  /** A sample for export: of the time since the one before. */
  synchronized Sample export(Instant at, Executor disks) {
    Reading now = read();
    disk.measure(now.values(), disks);
    Sample sample = sample(at, exported, now);
    exported = now;
    return sample;
  }

  /**
   * A sample to show: of the time since one was shown or exported, or the same as then if that was
   * just now. Empty if the first reading was just now.
   */
  synchronized Optional<Sample> show(Instant at, Executor disks) {
    Reading now = read();
    Reading before = now.nanos() - shown.nanos() >= MIN_SPAN_NANOS ? shown : exported;
    if (exported.nanos() - before.nanos() > 0 && now.nanos() - exported.nanos() >= MIN_SPAN_NANOS) {
      before = exported;
    }
    if (now.nanos() - before.nanos() < MIN_SPAN_NANOS) {
      return last;
    }
    disk.measure(now.values(), disks);
    shown = now;
    last = Optional.of(sample(at, before, now));
    return last;
  }

  private Sample sample(Instant at, Reading before, Reading now) {
    long cpuMillis = limits.cpuMillis().orElse(machine.cpuMillis());
    double allowed = (now.nanos() - before.nanos()) * (cpuMillis / 1_000.0);
    double used = now.values().cpuNanos() - before.values().cpuNanos();
    return new Sample(
        at,
        since,
        Sample.percent(used, allowed),
        cpuMillis / 1_000.0,
        limits.memoryBytes().orElse(machine.memoryBytes()),
        now.values(),
        disk.last());
  }
}
