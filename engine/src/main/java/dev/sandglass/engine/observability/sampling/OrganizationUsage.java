package dev.sandglass.engine.observability.sampling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.Machine;
import dev.sandglass.engine.isolation.ResourceLimits;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.ObservedSandbox;
import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.observability.ObservabilitySettings;
import dev.sandglass.engine.observability.SignalBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What all sandboxes together take, and may take. A sandbox with a limit takes its limit, as quotas
 * count it; one without takes what it uses. Without a quota they may take the whole machine. Used
 * by one thread, but for {@link #json}.
 */
final class OrganizationUsage {
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final double GIBI = 1024.0 * 1024 * 1024;
  private static final String CORES = "{cpu}";

  private final Sandboxes sandboxes;
  private final ObservabilitySettings settings;
  private final Machine machine;
  private final Path state;
  private final Function<ObservedSandbox, Measured> measured;
  private Instant next = Instant.MIN;
  private boolean told;

  /** What a sandbox uses. */
  record Measured(double processors, long memoryBytes, long diskBytes) {}

  OrganizationUsage(
      Sandboxes sandboxes,
      ObservabilitySettings settings,
      Machine machine,
      Path state,
      Function<ObservedSandbox, Measured> measured) {
    this.sandboxes = sandboxes;
    this.settings = settings;
    this.machine = machine;
    this.state = state;
    this.measured = measured;
  }

  private record Totals(
      double usedProcessors,
      double usedMemory,
      double usedDisk,
      double allProcessors,
      double allMemory,
      double allDisk) {}

  /** The metrics, if it is time for them; an engine without sandboxes has nothing to tell. */
  Optional<SignalBatch> due(Instant now) {
    boolean any = sandboxes.total() > 0;
    if (now.isBefore(next) || !any && !told) {
      // A clock that was set back does not stop them for long.
      boolean far = next.isAfter(now.plus(INTERVAL));
      next = far ? now : next;
      return Optional.empty();
    }
    next = now.plus(INTERVAL);
    told = any;
    Totals totals = totals();
    Map<OrganizationMetric, Double> values = new EnumMap<>(OrganizationMetric.class);
    values.put(OrganizationMetric.USED_CPU, totals.usedProcessors());
    values.put(OrganizationMetric.USED_RAM, totals.usedMemory() / GIBI);
    values.put(OrganizationMetric.USED_STORAGE, totals.usedDisk() / GIBI);
    values.put(OrganizationMetric.TOTAL_CPU, totals.allProcessors());
    values.put(OrganizationMetric.TOTAL_RAM, totals.allMemory() / GIBI);
    values.put(OrganizationMetric.TOTAL_STORAGE, totals.allDisk() / GIBI);
    return Optional.of(
        new MetricBatches(settings.prefix()).ofOrganization(now, settings.region(), values));
  }

  private Totals totals() {
    ResourceLimits allocated = sandboxes.allocated();
    double processors = allocated.cpuMillis().orElse(0) / 1_000.0;
    double memory = allocated.memoryBytes().orElse(0);
    double disk = allocated.diskBytes().orElse(0);
    for (ObservedSandbox sandbox : sandboxes.observed()) {
      Measured use = measured.apply(sandbox);
      ResourceLimits limits = sandbox.limits();
      processors += limits.cpuMillis().isPresent() ? 0 : use.processors();
      memory += limits.memoryBytes().isPresent() ? 0 : use.memoryBytes();
      disk += limits.diskBytes().isPresent() ? 0 : use.diskBytes();
    }
    ResourceLimits quota = settings.quota();
    return new Totals(
        processors,
        memory,
        disk,
        quota.cpuMillis().orElse(machine.cpuMillis()) / 1_000.0,
        quota.memoryBytes().orElse(machine.memoryBytes()),
        quota.diskBytes().orElseGet(() -> state.toFile().getTotalSpace()));
  }

  /** As the API shows it. */
  ObjectNode json(Instant now) {
    Totals totals = totals();
    ResourceLimits quota = settings.quota();
    ObjectNode json =
        Json.object()
            .put("timestamp", now.toString())
            .put("organizationId", settings.organization())
            .put("regionId", settings.region())
            .put("sandboxes", sandboxes.total())
            .put("running", sandboxes.running());
    var items = json.putArray("items");
    add(
        items.addObject(),
        "cpu",
        totals.usedProcessors(),
        totals.allProcessors(),
        quota.cpuMillis());
    add(items.addObject(), "memory", totals.usedMemory(), totals.allMemory(), quota.memoryBytes());
    add(items.addObject(), "disk", totals.usedDisk(), totals.allDisk(), quota.diskBytes());
    return json;
  }

  private static void add(
      ObjectNode item, String resource, double used, double total, OptionalLong quota) {
    item.put("resource", resource)
        .put("unit", resource.equals("cpu") ? CORES : "By")
        .put("used", used)
        .put("total", total)
        .put("quota", quota.isPresent());
  }
}
