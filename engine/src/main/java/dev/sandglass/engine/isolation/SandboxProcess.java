package dev.sandglass.engine.isolation;

import java.time.Instant;
import java.util.List;

/**
 * A process inside a sandbox.
 *
 * @param pid process id inside the sandbox
 * @param hostPid process id on the host
 * @param parentPid parent's process id inside the sandbox; 0 if its parent is outside
 * @param uid user id inside the sandbox
 * @param state the kernel's letter for its state, such as R, S or Z
 * @param command its arguments; the kernel's name in brackets if it has none. Untrusted text
 * @param cpuNanos processor time used, in nanoseconds
 * @param memoryBytes resident memory, in bytes
 * @param startedAt when it started
 */
public record SandboxProcess(
    int pid,
    long hostPid,
    int parentPid,
    int uid,
    char state,
    List<String> command,
    long cpuNanos,
    long memoryBytes,
    Instant startedAt) {}
