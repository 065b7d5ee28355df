package dev.sandglass.sandbox;

import java.time.Instant;

/**
 * Resource use of a sandbox at one moment.
 *
 * @param cpuCount processors it may use
 * @param cpuUsedPercent how much of them it uses, in percent
 * @param memoryTotalMib memory it may use, in MiB
 * @param memoryUsedMib memory it uses, in MiB
 * @param timestamp when that was measured
 */
public record SandboxMetrics(
    double cpuCount,
    double cpuUsedPercent,
    double memoryTotalMib,
    double memoryUsedMib,
    Instant timestamp) {}
