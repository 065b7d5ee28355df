package dev.sandglass.sandbox.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process of a sandbox.
 *
 * @param pid its id inside
 * @param hostPid its id on the engine's host
 * @param parentPid its parent's id inside; 0 if that is outside
 * @param user its user inside
 * @param state one letter, as in {@code ps}
 * @param command program and arguments; untrusted text
 * @param cpuTime processor time used
 * @param memoryBytes resident memory
 * @param startedAt when it started
 * @param commandId the command it belongs to, if known
 */
public record SandboxProcess(
    long pid,
    long hostPid,
    long parentPid,
    String user,
    String state,
    List<String> command,
    Duration cpuTime,
    long memoryBytes,
    Optional<Instant> startedAt,
    Optional<String> commandId) {
  public SandboxProcess {
    command = List.copyOf(command);
  }
}
