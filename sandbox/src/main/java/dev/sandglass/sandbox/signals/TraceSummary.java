package dev.sandglass.sandbox.signals;

import java.time.Duration;
import java.time.Instant;

/**
 * A trace, as far as a sandbox told it.
 *
 * @param traceId its id, 32 hexadecimal digits
 * @param rootSpanName name of its first span: untrusted text
 * @param startTime when its first span began
 * @param duration from there to the end of its last span
 * @param spanCount how many spans of it were told
 * @param statusCode {@code ERROR} if any span failed, else {@code OK} or {@code UNSET}
 */
public record TraceSummary(
    String traceId,
    String rootSpanName,
    Instant startTime,
    Duration duration,
    long spanCount,
    String statusCode) {}
