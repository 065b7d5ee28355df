package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.BindMount;
import dev.sandglass.engine.isolation.HolderSpec;
import dev.sandglass.engine.isolation.NetworkMode;
import dev.sandglass.engine.isolation.ResourceLimits;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.observability.forward.Destination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything about a sandbox that outlives the engine.
 *
 * @param origin what it was made from and how
 * @param metadata labels
 * @param expiresAt when it is deleted; empty for never
 * @param status its state and why
 * @param deleting whether it is on its way out for good
 * @param unrecorded whether somebody who used it wants no usage telemetry about it
 */
record SandboxRecord(
    Origin origin,
    Map<String, String> metadata,
    Optional<Instant> expiresAt,
    SandboxState state,
    Status status,
    boolean deleting,
    boolean unrecorded) {

  private static final int SCHEMA = 1;

  /**
   * What never changes about a sandbox.
   *
   * @param image the image as asked for; empty when made from a snapshot
   * @param snapshot the snapshot's id; empty when made from an image
   * @param hostTemplate whether it sees the host's programs
   * @param environment environment of every command
   * @param token opens its ports through the proxy
   * @param export where what it tells is sent, if it has a backend of its own
   */
  record Origin(
      String id,
      String image,
      String snapshot,
      Optional<Platform> platform,
      String template,
      boolean hostTemplate,
      List<String> layers,
      List<VolumeMount> volumes,
      Map<String, String> environment,
      String workingDirectory,
      List<String> entrypoint,
      NetworkMode network,
      ResourceLimits limits,
      Map<String, String> extensions,
      Instant createdAt,
      String token,
      Optional<Destination> export) {

    HolderSpec holderSpec() {
      List<BindMount> binds = volumes.stream().map(VolumeMount::bind).toList();
      return new HolderSpec(id, hostTemplate, layers, binds, limits, id, network);
    }
  }

  String id() {
    return origin.id();
  }

  Optional<String> name() {
    return Optional.ofNullable(metadata.get(Labels.NAME));
  }

  SandboxRecord with(SandboxState next, String reason, String message, Instant now) {
    Status nextStatus = new Status(next.label(), reason, message, now);
    return new SandboxRecord(origin, metadata, expiresAt, next, nextStatus, deleting, unrecorded);
  }

  SandboxRecord withMetadata(Map<String, String> next) {
    return new SandboxRecord(origin, next, expiresAt, state, status, deleting, unrecorded);
  }

  SandboxRecord withExpiry(Instant next) {
    return new SandboxRecord(
        origin, metadata, Optional.of(next), state, status, deleting, unrecorded);
  }

  SandboxRecord asDeleting() {
    return new SandboxRecord(origin, metadata, expiresAt, state, status, true, unrecorded);
  }

  SandboxRecord asUnrecorded() {
    return new SandboxRecord(origin, metadata, expiresAt, state, status, deleting, true);
  }

  /** The file's content. */
  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("schema", SCHEMA)
            .put("id", origin.id())
            .put("image", origin.image())
            .put("snapshot", origin.snapshot())
            .put("template", origin.template())
            .put("hostTemplate", origin.hostTemplate())
            .put("workingDirectory", origin.workingDirectory())
            .put("network", origin.network().name())
            .put("createdAt", origin.createdAt().toString())
            .put("token", origin.token())
            .put("deleting", deleting);
    origin.platform().ifPresent(platform -> json.set("platform", platform.toJson()));
    origin.export().ifPresent(export -> json.set("export", export.toJson()));
    json.set("layers", Json.array(origin.layers()));
    var volumes = json.putArray("volumes");
    origin.volumes().forEach(volume -> volumes.add(volume.toJson()));
    json.set("environment", Json.object(origin.environment()));
    json.set("entrypoint", Json.array(origin.entrypoint()));
    json.set("limits", limits(origin.limits()));
    json.set("extensions", Json.object(origin.extensions()));
    json.set("metadata", Json.object(metadata));
    expiresAt.ifPresent(at -> json.put("expiresAt", at.toString()));
    json.set("status", status.toJson());
    if (unrecorded) {
      json.put("unrecorded", true);
    }
    return json;
  }

  /**
   * Reads the file's content.
   *
   * @throws IllegalArgumentException if it is not of this engine's schema
   */
  static SandboxRecord from(JsonNode json) {
    if (json.path("schema").asInt() != SCHEMA) {
      throw new IllegalArgumentException("unknown schema " + json.path("schema"));
    }
    List<VolumeMount> volumes = new ArrayList<>();
    json.path("volumes").forEach(volume -> volumes.add(VolumeMount.from(volume)));
    Origin origin =
        new Origin(
            json.path("id").asText(),
            json.path("image").asText(),
            json.path("snapshot").asText(),
            Optional.of(json.path("platform")).filter(JsonNode::isObject).map(Platform::from),
            json.path("template").asText(),
            json.path("hostTemplate").asBoolean(),
            Template.texts(json.path("layers")),
            volumes,
            Template.textMap(json.path("environment")),
            json.path("workingDirectory").asText(),
            Template.texts(json.path("entrypoint")),
            NetworkMode.valueOf(json.path("network").asText()),
            limits(json.path("limits")),
            Template.textMap(json.path("extensions")),
            Instant.parse(json.path("createdAt").asText()),
            json.path("token").asText(),
            Destination.from(json.path("export")));
    Status status = Status.from(json.path("status"));
    return new SandboxRecord(
        origin,
        Template.textMap(json.path("metadata")),
        Optional.of(json.path("expiresAt"))
            .filter(JsonNode::isTextual)
            .map(at -> Instant.parse(at.asText())),
        SandboxState.of(status.state())
            .orElseThrow(() -> new IllegalArgumentException("unknown state " + status.state())),
        status,
        json.path("deleting").asBoolean(),
        json.path("unrecorded").asBoolean());
  }

  /** Limits by the names of the API, in plain numbers; absent ones are left out. */
  static ObjectNode limits(ResourceLimits limits) {
    ObjectNode json = Json.object();
    limits.cpuMillis().ifPresent(value -> json.put("cpu", value));
    limits.memoryBytes().ifPresent(value -> json.put("memory", value));
    limits.diskBytes().ifPresent(value -> json.put("disk", value));
    limits.processes().ifPresent(value -> json.put("pids", value));
    return json;
  }

  private static ResourceLimits limits(JsonNode json) {
    return new ResourceLimits(
        number(json.path("cpu")),
        number(json.path("memory")),
        number(json.path("disk")),
        number(json.path("pids")));
  }

  private static OptionalLong number(JsonNode node) {
    return node.isIntegralNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
  }
}
