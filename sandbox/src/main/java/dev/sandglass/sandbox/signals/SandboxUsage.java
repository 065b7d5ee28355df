package dev.sandglass.sandbox.signals;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A sandbox, and what it uses at this moment.
 *
 * @param id its id
 * @param name its name, if it has one
 * @param state its state
 * @param figures absent if it does not run, or was started only just now
 */
public record SandboxUsage(
    String id, Optional<String> name, String state, Optional<Figures> figures) {
  /**
   * What it uses.
   *
   * @param cpuPercent processor time of what its limit allows, in percent
   * @param cpuLimit processors it may use
   * @param memoryBytes memory in use, in bytes
   * @param memoryLimitBytes memory it may use, in bytes
   * @param processes processes and threads
   * @param receivedBytes what came in by its network since it was started, in bytes
   * @param transmittedBytes what went out by it, in bytes
   * @param diskBytes disk that its files take, in bytes, once that is known
   * @param accounted whether the kernel keeps account of it, and it was not added up from processes
   */
  public record Figures(
      double cpuPercent,
      double cpuLimit,
      long memoryBytes,
      long memoryLimitBytes,
      long processes,
      long receivedBytes,
      long transmittedBytes,
      OptionalLong diskBytes,
      boolean accounted) {}
}
