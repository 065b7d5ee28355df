package dev.sandglass.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A running engine.
 *
 * @param version its version
 * @param pid its process id
 * @param startedAt when it started, if it says
 * @param mode {@code root} or {@code rootless}
 * @param url its base URL
 * @param stateDirectory where it keeps sandboxes
 * @param isolation what it isolates with, by part ({@code executor}, {@code cgroups}, …), as text
 * @param notes what its isolation lacks, one sentence each
 * @param totalSandboxes how many sandboxes it has
 * @param runningSandboxes how many of them run
 * @param memoryBytes its own memory, if known
 */
public record EngineInfo(
    String version,
    long pid,
    Optional<Instant> startedAt,
    String mode,
    URI url,
    String stateDirectory,
    Map<String, String> isolation,
    List<String> notes,
    int totalSandboxes,
    int runningSandboxes,
    OptionalLong memoryBytes) {
  public EngineInfo {
    isolation = Map.copyOf(isolation);
    notes = List.copyOf(notes);
  }
}
