package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.Machine;
import dev.sandglass.engine.isolation.ResourceLimits;
import dev.sandglass.engine.isolation.Usage;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import java.util.concurrent.TimeUnit;

/**
 * What a sandbox uses, as execd's metrics: processors and memory are the sandbox's limits, or the
 * machine's where it has none; the percentage is of those processors, since the last measurement.
 */
final class Metrics {
  private static final double MEBI = 1024.0 * 1024;
  private static final long MIN_SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LiveSandbox sandbox;
  private final Machine machine = Machine.current();
  private long cpuNanos;
  private long at;

  /** Begins to measure. */
  Metrics(LiveSandbox sandbox) {
    this.sandbox = sandbox;
    this.cpuNanos = sandbox.holder().usage().cpuNanos();
    this.at = System.nanoTime();
  }

  /** Nanoseconds until a measurement spans a time long enough to mean something. */
  long untilReady() {
    return Math.max(0, MIN_SPAN_NANOS - (System.nanoTime() - at));
  }

  /** Measures. */
  ObjectNode measure() {
    ResourceLimits limits = sandbox.limits();
    double processors = limits.cpuMillis().orElse(machine.cpuMillis()) / 1_000.0;
    Usage usage = sandbox.holder().usage();
    long now = System.nanoTime();
    double used = Math.max(0, usage.cpuNanos() - cpuNanos) / (double) Math.max(1, now - at);
    cpuNanos = usage.cpuNanos();
    at = now;
    return Json.object()
        .put("cpu_count", processors)
        .put("cpu_used_pct", Math.min(100, rounded(100 * used / processors)))
        .put("mem_total_mib", rounded(limits.memoryBytes().orElse(machine.memoryBytes()) / MEBI))
        .put("mem_used_mib", rounded(usage.memoryBytes() / MEBI))
        .put("timestamp", System.currentTimeMillis());
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
