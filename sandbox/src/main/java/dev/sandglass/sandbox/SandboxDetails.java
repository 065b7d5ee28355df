package dev.sandglass.sandbox;

import dev.sandglass.sandbox.signals.SignalCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything the embedded engine tells about a sandbox.
 *
 * @param info what every provider tells
 * @param network {@code none} or {@code host-allowed}
 * @param limits the limits asked for, by resource: {@code cpu}, {@code memory}, {@code disk},
 *     {@code pids}
 * @param enforcement how each is enforced, by resource: {@code enforced}, {@code soft}, {@code
 *     none}
 * @param template name of its template
 * @param volumes what is mounted
 * @param holderPid process id of its holder on the host, while it runs
 * @param cpuTime processor time used so far, while it runs
 * @param memoryBytes memory in use, while it runs
 * @param processes number of processes, while it runs
 * @param signals what became of what it told, if the engine says
 */
public record SandboxDetails(
    SandboxInfo info,
    String network,
    Map<String, String> limits,
    Map<String, String> enforcement,
    Optional<String> template,
    List<VolumeMount> volumes,
    OptionalLong holderPid,
    Optional<Duration> cpuTime,
    OptionalLong memoryBytes,
    OptionalLong processes,
    Optional<SignalCounts> signals) {
  public SandboxDetails {
    limits = Map.copyOf(limits);
    enforcement = Map.copyOf(enforcement);
    volumes = List.copyOf(volumes);
  }
}
