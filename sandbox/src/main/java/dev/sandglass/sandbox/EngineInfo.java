package dev.sandglass.sandbox;

import dev.sandglass.sandbox.signals.SignalCounts;
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
 * @param forwarding what became of signals of sandboxes that are sent on, if it says
 * @param signals what became of all signals of sandboxes, if it says
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
    OptionalLong memoryBytes,
    Optional<Forwarding> forwarding,
    Optional<SignalCounts> signals) {
  public EngineInfo {
    isolation = Map.copyOf(isolation);
    notes = List.copyOf(notes);
  }

  /**
   * What became of metrics, log records and spans of sandboxes since the engine started.
   *
   * @param endpoint where those go whose sandbox has no backend of its own; may be empty
   * @param protocol how
   * @param sentRecords how many were taken by backends
   * @param rejectedRecords how many backends did not want
   * @param droppedRecords how many were refused as a whole, or found no room while a backend was
   *     down
   * @param queuedBytes what waits on disk, in bytes
   * @param lastProblem what was wrong last; empty if nothing is
   */
  public record Forwarding(
      String endpoint,
      String protocol,
      long sentRecords,
      long rejectedRecords,
      long droppedRecords,
      long queuedBytes,
      String lastProblem) {}
}
