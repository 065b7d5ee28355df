package dev.sandglass.telemetry.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * How full the queue is.
 *
 * @param files how many files wait
 * @param events how many events are in them
 * @param bytes their size together
 * @param oldest when the oldest event happened
 */
public record QueueSize(int files, int events, long bytes, Optional<Instant> oldest) {}
