package dev.sandglass.engine.isolation;

import java.util.OptionalLong;

/**
 * Limits of one sandbox; an empty value means no limit was asked for (defaults apply to {@code
 * processes}).
 *
 * @param cpuMillis CPU time per second of wall time, in thousandths of a core
 * @param memoryBytes memory, in bytes
 * @param diskBytes size of the sandbox's writable files, in bytes
 * @param processes number of processes and threads
 */
public record ResourceLimits(
    OptionalLong cpuMillis,
    OptionalLong memoryBytes,
    OptionalLong diskBytes,
    OptionalLong processes) {
  /** No limit but the defaults. */
  public static final ResourceLimits NONE =
      new ResourceLimits(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
