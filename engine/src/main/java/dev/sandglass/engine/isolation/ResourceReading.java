package dev.sandglass.engine.isolation;

/**
 * What a sandbox has used and uses, without its disk.
 *
 * @param cpuNanos processor time that all its processes used so far, in nanoseconds; never falls
 *     while it runs
 * @param throttledNanos for how long its processes wanted to run and were kept from it by the
 *     processor limit, in nanoseconds
 * @param memoryBytes memory in use, in bytes, without what the kernel would give up at once (files
 *     that were read and are not used)
 * @param processes processes and threads
 * @param receivedBytes what came in by its network, in bytes; its loopback does not count
 * @param transmittedBytes what went out by its network, in bytes
 * @param accounted whether the kernel keeps account of it in control groups; otherwise the figures
 *     are added up from its processes, and miss what those did that ended since the last look
 */
public record ResourceReading(
    long cpuNanos,
    long throttledNanos,
    long memoryBytes,
    long processes,
    long receivedBytes,
    long transmittedBytes,
    boolean accounted) {}
