package dev.sandglass.engine.isolation;

/**
 * What a sandbox uses now.
 *
 * @param cpuNanos processor time used by all its processes so far, in nanoseconds
 * @param memoryBytes memory in use, in bytes
 * @param processes number of its processes
 */
public record Usage(long cpuNanos, long memoryBytes, int processes) {}
