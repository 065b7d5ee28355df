package dev.sandglass.cli.command.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.command.observe.SignalCountsView;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.cli.console.View;
import dev.sandglass.cli.value.ByteSize;
import dev.sandglass.cli.value.Durations;
import dev.sandglass.sandbox.SandboxDetails;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.VolumeMount;
import dev.sandglass.sandbox.VolumeMount.HostDirectory;
import dev.sandglass.sandbox.VolumeMount.NamedVolume;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How sandboxes are shown; the JSON is described in docs/json-output.md. */
final class SandboxViews {
  private static final String NONE = "-";

  private SandboxViews() {}

  /** Sandboxes in a list. */
  static View<SandboxInfo> list(Clock clock) {
    return View.<SandboxInfo>of(SandboxInfo::id, SandboxViews::json)
        .titled(info -> info.name().orElse(info.id()))
        .column("ID", SandboxInfo::id)
        .column("NAME", info -> info.name().orElse(NONE))
        .column("STATE", info -> info.state().name())
        .column("IMAGE", SandboxViews::origin)
        .column(
            "AGE", info -> Durations.format(Duration.between(info.createdAt(), clock.instant())))
        .column("EXPIRES", info -> expiry(info, clock));
  }

  /** One sandbox, as far as every provider knows it. */
  static View<SandboxInfo> info() {
    return View.<SandboxInfo>of(SandboxInfo::id, SandboxViews::json)
        .column("ID", SandboxInfo::id)
        .column("Name", info -> info.name().orElse(NONE))
        .column("State", SandboxViews::state)
        .column("Image", SandboxViews::origin)
        .column(
            "Entry point", info -> info.entrypoint().isEmpty() ? NONE : words(info.entrypoint()))
        .column("Labels", info -> pairs(info.metadata()))
        .column("Created", info -> info.createdAt().toString())
        .column("Expires", info -> info.expiresAt().map(Instant::toString).orElse("never"));
  }

  /** One sandbox with all that the embedded engine knows. */
  static View<SandboxDetails> details() {
    return View.<SandboxDetails>of(details -> details.info().id(), SandboxViews::json)
        .column("ID", details -> details.info().id())
        .column("Name", details -> details.info().name().orElse(NONE))
        .column("State", details -> state(details.info()))
        .column("Template", details -> details.template().orElse(NONE))
        .column("Entry point", details -> orNone(words(details.info().entrypoint())))
        .column("Labels", details -> pairs(details.info().metadata()))
        .column("Created", details -> details.info().createdAt().toString())
        .column("Expires", details -> expires(details.info()))
        .column("Network", SandboxDetails::network)
        .column("Limits", SandboxViews::limits)
        .column("Volumes", SandboxViews::volumes)
        .column("Processes", details -> number(details.processes().stream().boxed().findFirst()))
        .column("Memory", SandboxViews::memory)
        .column("CPU time", details -> details.cpuTime().map(SandboxViews::seconds).orElse(NONE))
        .column("Signals", details -> details.signals().map(SignalCountsView::text).orElse(NONE))
        .column("Holder", details -> number(details.holderPid().stream().boxed().findFirst()));
  }

  static ObjectNode json(SandboxInfo info) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", info.id());
    node.put("name", info.name().orElse(null));
    node.put("state", info.state().name());
    node.put("reason", info.reason().orElse(null));
    node.put("message", info.message().orElse(null));
    node.put("image", info.image().orElse(null));
    node.put("snapshotId", info.snapshotId().orElse(null));
    ArrayNode entrypoint = node.putArray("entrypoint");
    info.entrypoint().forEach(entrypoint::add);
    ObjectNode labels = node.putObject("labels");
    labels(info.metadata()).forEach(labels::put);
    node.put("createdAt", info.createdAt().toString());
    node.put("expiresAt", info.expiresAt().map(Instant::toString).orElse(null));
    return node;
  }

  static ObjectNode json(SandboxDetails details) {
    ObjectNode node = json(details.info());
    node.put("template", details.template().orElse(null));
    node.put("network", details.network());
    ObjectNode limits = node.putObject("limits");
    new TreeMap<>(details.limits()).forEach(limits::put);
    ObjectNode enforcement = node.putObject("enforcement");
    new TreeMap<>(details.enforcement()).forEach(enforcement::put);
    ArrayNode volumes = node.putArray("volumes");
    for (VolumeMount mount : details.volumes()) {
      ObjectNode volume = volumes.addObject();
      volume.put("source", source(mount));
      volume.put("path", mount.mountPath());
      volume.put("readOnly", mount.readOnly());
    }
    details
        .holderPid()
        .ifPresentOrElse(n -> node.put("holderPid", n), () -> node.putNull("holderPid"));
    details
        .processes()
        .ifPresentOrElse(n -> node.put("processes", n), () -> node.putNull("processes"));
    details
        .memoryBytes()
        .ifPresentOrElse(n -> node.put("memoryBytes", n), () -> node.putNull("memoryBytes"));
    details
        .cpuTime()
        .ifPresentOrElse(
            time -> node.put("cpuSeconds", time.toMillis() / 1000.0),
            () -> node.putNull("cpuSeconds"));
    node.set("signals", details.signals().map(SignalCountsView::json).orElse(null));
    return node;
  }

  private static String origin(SandboxInfo info) {
    return info.snapshotId().map(id -> "snapshot " + id).or(info::image).orElse(NONE);
  }

  private static String state(SandboxInfo info) {
    return info.state().name() + info.message().map(text -> " (" + text + ")").orElse("");
  }

  private static String expiry(SandboxInfo info, Clock clock) {
    return info.expiresAt()
        .map(time -> "in " + Durations.format(Duration.between(clock.instant(), time)))
        .orElse("never");
  }

  private static String expires(SandboxInfo info) {
    return info.expiresAt().map(Instant::toString).orElse("never");
  }

  private static String limits(SandboxDetails details) {
    return orNone(
        new TreeMap<>(details.limits())
            .entrySet().stream()
                .map(
                    limit ->
                        limit.getKey()
                            + "="
                            + readable(limit.getKey(), limit.getValue())
                            + " ("
                            + details.enforcement().getOrDefault(limit.getKey(), "unknown")
                            + ")")
                .collect(Collectors.joining(", ")));
  }

  private static String readable(String resource, String value) {
    boolean bytes = resource.equals("memory") || resource.equals("disk");
    return bytes && value.matches("[1-9]\\d{0,17}")
        ? new ByteSize(Long.parseLong(value)).quantity()
        : value;
  }

  private static String volumes(SandboxDetails details) {
    return orNone(
        details.volumes().stream()
            .map(mount -> source(mount) + ":" + mount.mountPath() + (mount.readOnly() ? ":ro" : ""))
            .collect(Collectors.joining(", ")));
  }

  private static String source(VolumeMount mount) {
    VolumeMount.Source source = mount.source();
    return source instanceof HostDirectory host ? host.path() : ((NamedVolume) source).name();
  }

  private static String memory(SandboxDetails details) {
    return details.memoryBytes().isPresent()
        ? ByteCount.format(details.memoryBytes().getAsLong())
        : NONE;
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1000.0 + " s";
  }

  private static String number(Optional<Long> number) {
    return number.map(String::valueOf).orElse(NONE);
  }

  private static String words(List<String> words) {
    return String.join(" ", words);
  }

  private static Map<String, String> labels(Map<String, String> metadata) {
    Map<String, String> labels = new TreeMap<>(metadata);
    labels.remove(SandboxInfo.NAME_KEY);
    return labels;
  }

  private static String pairs(Map<String, String> metadata) {
    return orNone(
        labels(metadata).entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", ")));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }
}
