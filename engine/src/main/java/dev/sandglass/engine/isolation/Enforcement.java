package dev.sandglass.engine.isolation;

/**
 * How each limit of a sandbox is held on this machine.
 *
 * @param cpu processor time
 * @param memory memory
 * @param disk writable files
 * @param processes processes and threads
 */
public record Enforcement(Level cpu, Level memory, Level disk, Level processes) {
  /** How firmly a limit is held. */
  public enum Level {
    /** By the kernel. */
    ENFORCED,
    /** Watched by the engine and acted upon after the fact, or only per process. */
    SOFT,
    /** Not at all on this machine. */
    NONE
  }
}
