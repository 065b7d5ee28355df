package dev.sandglass.engine.observability.sampling;

import dev.sandglass.engine.isolation.DiskReading;
import dev.sandglass.engine.isolation.ResourceReading;
import java.time.Instant;
import java.util.Optional;

/**
 * What a sandbox used in the time between two readings, and uses at the second one.
 *
 * @param at when it was taken
 * @param since when the sandbox's counters began
 * @param cpuUtilization processor time in that time, in percent of what the limit allows
 * @param cpuLimit processors it may use
 * @param memoryLimit memory it may use, in bytes
 * @param reading the second reading
 * @param disk its disk, once that is known
 */
record Sample(
    Instant at,
    Instant since,
    double cpuUtilization,
    double cpuLimit,
    long memoryLimit,
    ResourceReading reading,
    Optional<DiskReading> disk) {
  /** Memory in use, in percent of the limit. */
  double memoryUtilization() {
    return percent(reading.memoryBytes(), memoryLimit);
  }

  static double percent(double part, double whole) {
    return whole <= 0 ? 0 : Math.max(0, Math.min(100, 100 * part / whole));
  }
}
