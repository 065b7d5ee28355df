package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.Enforcement;
import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.isolation.NetworkMode;
import dev.sandglass.engine.isolation.Usage;
import dev.sandglass.engine.json.Json;
import java.util.Locale;

/** How the API shows sandboxes. */
final class SandboxView {
  private SandboxView() {}

  /** The answer to a create request. */
  static ObjectNode created(SandboxRecord record) {
    ObjectNode json = Json.object().put("id", record.id());
    json.set("status", record.status().toJson());
    common(record, json);
    return json;
  }

  /** The specification's sandbox. */
  static ObjectNode sandbox(SandboxRecord record) {
    SandboxRecord.Origin origin = record.origin();
    ObjectNode json = Json.object().put("id", record.id());
    if (!origin.image().isEmpty()) {
      json.putObject("image").put("uri", origin.image());
    }
    if (!origin.snapshot().isEmpty()) {
      json.put("snapshotId", origin.snapshot());
    }
    json.set("status", record.status().toJson());
    common(record, json);
    return json;
  }

  private static void common(SandboxRecord record, ObjectNode json) {
    SandboxRecord.Origin origin = record.origin();
    origin.platform().ifPresent(platform -> json.set("platform", platform.toJson()));
    json.set("metadata", Json.object(record.metadata()));
    record.expiresAt().ifPresent(at -> json.put("expiresAt", at.toString()));
    json.put("createdAt", origin.createdAt().toString());
    json.set("entrypoint", Json.array(origin.entrypoint()));
  }

  /** Everything about a sandbox. */
  static ObjectNode info(Sandbox sandbox) {
    SandboxRecord record = sandbox.record();
    SandboxRecord.Origin origin = record.origin();
    ObjectNode json = sandbox(record);
    record.name().ifPresent(name -> json.put("name", name));
    json.put("network", origin.network() == NetworkMode.NONE ? "none" : "host-allowed");
    json.set("limits", SandboxRecord.limits(origin.limits()));
    json.put("template", origin.template());
    json.put("workingDirectory", origin.workingDirectory());
    var volumes = json.putArray("volumes");
    origin.volumes().forEach(volume -> volumes.add(volume.toJson()));
    sandbox.holder().ifPresent(holder -> addHolder(json, holder));
    sandbox
        .entrypoint()
        .ifPresent(
            execution -> {
              ObjectNode status =
                  json.putObject("entrypointStatus").put("running", execution.running());
              execution.exitCode().ifPresent(code -> status.put("exitCode", code));
            });
    return json;
  }

  private static void addHolder(ObjectNode json, Holder holder) {
    json.put("holderPid", holder.pid());
    Enforcement enforcement = holder.enforcement();
    json.putObject("enforcement")
        .put("cpu", label(enforcement.cpu()))
        .put("memory", label(enforcement.memory()))
        .put("disk", label(enforcement.disk()))
        .put("pids", label(enforcement.processes()));
    try {
      Usage usage = holder.usage();
      json.putObject("usage")
          .put("cpuNanos", usage.cpuNanos())
          .put("memoryBytes", usage.memoryBytes())
          .put("processes", usage.processes());
    } catch (IsolationException e) {
      // It ended just now: what it used is no longer known, and its state says so soon.
      json.remove("usage");
    }
  }

  private static String label(Enforcement.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
