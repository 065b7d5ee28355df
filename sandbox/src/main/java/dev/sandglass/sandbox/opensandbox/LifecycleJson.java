package dev.sandglass.sandbox.opensandbox;

import static dev.sandglass.sandbox.opensandbox.Fields.instant;
import static dev.sandglass.sandbox.opensandbox.Fields.optionalInstant;
import static dev.sandglass.sandbox.opensandbox.Fields.optionalLong;
import static dev.sandglass.sandbox.opensandbox.Fields.optionalText;
import static dev.sandglass.sandbox.opensandbox.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.NetworkMode;
import dev.sandglass.sandbox.Pages;
import dev.sandglass.sandbox.SandboxDetails;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.SandboxState;
import dev.sandglass.sandbox.SnapshotInfo;
import dev.sandglass.sandbox.VolumeMount;
import dev.sandglass.sandbox.signals.SignalCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The JSON of sandboxes and snapshots. */
final class LifecycleJson {
  private static final List<String> WAITING_ENTRYPOINT = List.of("tail", "-f", "/dev/null");
  private static final String UNIQUE_NAME = "sandglass.unique-name";

  private LifecycleJson() {}

  static SandboxInfo sandbox(JsonNode node) {
    JsonNode status = node.path("status");
    return new SandboxInfo(
        text(node, "id"),
        new SandboxState(text(status, "state")),
        optionalText(status, "reason"),
        optionalText(status, "message"),
        optionalText(node.path("image"), "uri"),
        optionalText(node, "snapshotId"),
        Fields.texts(node, "entrypoint"),
        Fields.textMap(node, "metadata"),
        optionalInstant(node, "createdAt").orElse(Instant.EPOCH),
        optionalInstant(node, "expiresAt"));
  }

  static SandboxDetails details(JsonNode node) {
    JsonNode usage = node.path("usage");
    return new SandboxDetails(
        sandbox(node),
        node.path("network").asText(""),
        Fields.textMap(node, "limits"),
        Fields.textMap(node, "enforcement"),
        optionalText(node, "template"),
        node.path("volumes").isArray()
            ? Fields.list(node.path("volumes"), LifecycleJson::volume)
            : List.of(),
        optionalLong(node, "holderPid"),
        boxed(optionalLong(usage, "cpuNanos")).map(Duration::ofNanos),
        optionalLong(usage, "memoryBytes"),
        optionalLong(usage, "processes"),
        signals(node));
  }

  /** What became of signals; older engines do not say. */
  static Optional<SignalCounts> signals(JsonNode node) {
    JsonNode signals = node.path("signals");
    return signals.isObject()
        ? Optional.of(
            new SignalCounts(
                signals.path("receivedRecords").asLong(),
                signals.path("refusedRequests").asLong(),
                signals.path("invalidRequests").asLong(),
                signals.path("droppedLogBytes").asLong(),
                signals.path("unkeptRecords").asLong(),
                signals.path("sentRecords").asLong(),
                signals.path("rejectedRecords").asLong(),
                signals.path("unsentRecords").asLong(),
                signals.path("queuedBytes").asLong()))
        : Optional.empty();
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private static VolumeMount volume(JsonNode node) {
    Optional<String> volume = optionalText(node, "volume").filter(name -> !name.isEmpty());
    VolumeMount.Source source =
        volume.isPresent()
            ? new VolumeMount.NamedVolume(volume.get())
            : new VolumeMount.HostDirectory(text(node, "source"));
    return new VolumeMount(
        source,
        text(node, "mountPath"),
        node.path("readOnly").asBoolean(),
        optionalText(node, "subPath"));
  }

  static SnapshotInfo snapshot(JsonNode node) {
    JsonNode status = node.path("status");
    return new SnapshotInfo(
        text(node, "id"),
        text(node, "sandboxId"),
        optionalText(node, "name"),
        text(status, "state"),
        optionalText(status, "message"),
        instant(node, "createdAt"));
  }

  static <T> Pages.Page<T> page(JsonNode node, Function<JsonNode, T> item) {
    List<T> items = Fields.list(node.path("items"), item);
    boolean more = node.path("pagination").path("hasNextPage").asBoolean();
    // A server that promises more but sends nothing would be asked forever.
    return new Pages.Page<>(items, more && !items.isEmpty());
  }

  /**
   * The body of a create request.
   *
   * @param defaultLimits what is sent when the request has no limits: some servers insist
   */
  static ObjectNode create(CreateRequest request, Map<String, String> defaultLimits) {
    ObjectNode body = Fields.object();
    boolean fromImage = request.source() instanceof CreateRequest.Image;
    if (request.source() instanceof CreateRequest.Image image) {
      body.putObject("image").put("uri", image.uri());
    } else if (request.source() instanceof CreateRequest.FromSnapshot snapshot) {
      body.put("snapshotId", snapshot.id());
    }
    if (!request.entrypoint().isEmpty()) {
      Fields.putAll(body, "entrypoint", request.entrypoint());
    } else if (fromImage) {
      Fields.putAll(body, "entrypoint", WAITING_ENTRYPOINT);
    }
    request.lifetime().ifPresent(lifetime -> body.put("timeout", lifetime.toSeconds()));
    Fields.putAll(
        body, "resourceLimits", request.limits().isEmpty() ? defaultLimits : request.limits());
    Fields.putAll(body, "env", request.environment());
    Map<String, String> metadata = new LinkedHashMap<>(request.metadata());
    request.name().ifPresent(name -> metadata.put(SandboxInfo.NAME_KEY, name));
    Fields.putAll(body, "metadata", metadata);
    putVolumes(body, request.volumes());
    putNetwork(body, request.network());
    Map<String, String> extensions = new LinkedHashMap<>(request.extensions());
    if (request.uniqueName()) {
      extensions.put(UNIQUE_NAME, "true");
    }
    if (!extensions.isEmpty()) {
      Fields.putAll(body, "extensions", extensions);
    }
    return body;
  }

  private static void putVolumes(ObjectNode body, List<VolumeMount> mounts) {
    List<ObjectNode> volumes = new ArrayList<>();
    for (VolumeMount mount : mounts) {
      ObjectNode volume = Fields.object().put("name", "volume-" + (volumes.size() + 1));
      if (mount.source() instanceof VolumeMount.HostDirectory host) {
        volume.putObject("host").put("path", host.path());
      } else if (mount.source() instanceof VolumeMount.NamedVolume named) {
        volume.putObject("pvc").put("claimName", named.name());
      }
      volume.put("mountPath", mount.mountPath()).put("readOnly", mount.readOnly());
      mount.subPath().ifPresent(path -> volume.put("subPath", path));
      volumes.add(volume);
    }
    if (!volumes.isEmpty()) {
      body.putArray("volumes").addAll(volumes);
    }
  }

  private static void putNetwork(ObjectNode body, NetworkMode mode) {
    if (mode != NetworkMode.DEFAULT) {
      body.putObject("networkPolicy")
          .put("defaultAction", mode == NetworkMode.HOST_ALLOWED ? "allow" : "deny")
          .putArray("egress");
    }
  }
}
