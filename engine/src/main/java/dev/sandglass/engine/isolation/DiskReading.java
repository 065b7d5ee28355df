package dev.sandglass.engine.isolation;

/**
 * The disk of a sandbox.
 *
 * @param usedBytes what its own files take, in bytes
 * @param availableBytes what it can still write, in bytes
 * @param totalBytes all it could have: both together
 */
public record DiskReading(long usedBytes, long availableBytes, long totalBytes) {}
