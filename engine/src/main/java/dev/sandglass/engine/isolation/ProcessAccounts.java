package dev.sandglass.engine.isolation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds up the processor time of processes where the kernel does not: at each look what each of them
 * used since the one before. What a process does between the last look and its end is missed, but
 * the sum never falls. Thread-safe.
 */
final class ProcessAccounts {
  private static final long NANOS_PER_TICK = 10_000_000;

  private Map<Identity, Long> ticks = new HashMap<>();
  private long sum;

  private record Identity(long pid, long start) {}

  /** Takes a look; returns all time so far, in nanoseconds. */
  synchronized long look(Collection<ProcessTable.Entry> processes) {
    Map<Identity, Long> now = new HashMap<>();
    for (ProcessTable.Entry process : processes) {
      var identity = new Identity(process.pid(), process.start());
      sum += Math.max(0, process.ticks() - ticks.getOrDefault(identity, 0L));
      now.put(identity, process.ticks());
    }
    ticks = now;
    return sum * NANOS_PER_TICK;
  }
}
