package dev.sandglass.engine.observability;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Makes the resource of signals. System labels (who and where the sandbox is) win over the extra
 * labels that it was created with, and those over whatever the code inside claims; only {@code
 * service.name} is the program's own, if it names one. Thread-safe.
 */
public final class ResourceStamp {
  private static final System.Logger LOG = System.getLogger(ResourceStamp.class.getName());
  private static final String SERVICE_NAME = "service.name";
  private static final int MAX_CLAIMED = 128;
  private static final int MAX_CLAIMED_BYTES = 16 * 1024;
  private static final int MAX_REMEMBERED = 2_000;

  /** Every spelling of a system label, so that nothing can be claimed in another one. */
  private static final Set<String> RESERVED =
      Set.of(
          "sandbox.id",
          "sandbox.name",
          "sandbox.template",
          "sandbox.snapshot",
          "organization.id",
          "region.id",
          "daytona_organization_id",
          "daytona_region_id",
          "daytona_snapshot",
          "leap0.sandbox.id",
          "leap0.org.id",
          "leap0.template.id");

  private final ObservabilitySettings settings;
  private final Function<String, Optional<SandboxIdentity>> identities;

  /** The last known labels by sandbox: signals may still come when it is gone. */
  private final Map<String, Labels> known = new ConcurrentHashMap<>();

  private record Labels(SandboxIdentity identity, Map<String, String> labels) {}

  /**
   * Makes the stamp.
   *
   * @param identities finds a sandbox by its id
   */
  public ResourceStamp(
      ObservabilitySettings settings, Function<String, Optional<SandboxIdentity>> identities) {
    this.settings = settings;
    this.identities = identities;
  }

  /** The resource of signals that claim this one. */
  public Resource resource(SignalOrigin origin, Resource claimed) {
    Map<String, String> labels =
        origin
            .sandbox()
            .map(this::labels)
            .orElseGet(() -> Map.of("organization.id", organization()));
    Resource.Builder resource = Resource.newBuilder();
    labels.forEach((key, value) -> resource.addAttributes(text(key, value)));
    int taken = 0;
    int takenBytes = 0;
    boolean named = labels.containsKey(SERVICE_NAME);
    for (KeyValue attribute : claimed.getAttributesList()) {
      String key = attribute.getKey();
      int bytes = attribute.getSerializedSize();
      boolean room = taken < MAX_CLAIMED && takenBytes + bytes <= MAX_CLAIMED_BYTES;
      if (!RESERVED.contains(key) && !labels.containsKey(key) && room) {
        resource.addAttributes(attribute);
        taken++;
        takenBytes += bytes;
        named |= key.equals(SERVICE_NAME);
      }
    }
    int dropped = claimed.getAttributesCount() - taken;
    if (!named) {
      resource.addAttributes(text(SERVICE_NAME, serviceName(origin)));
    }
    return resource
        .setDroppedAttributesCount(claimed.getDroppedAttributesCount() + Math.max(0, dropped))
        .build();
  }

  private static String serviceName(SignalOrigin origin) {
    return origin.sandbox().map(id -> "sandbox-" + id).orElse("sandglass-engine");
  }

  private String organization() {
    return settings.organization();
  }

  private Map<String, String> labels(String id) {
    Optional<SandboxIdentity> identity = identities.apply(id);
    Labels last = known.get(id);
    if (identity.isEmpty()) {
      return last == null
          ? Map.of("sandbox.id", id, "organization.id", organization())
          : last.labels();
    }
    if (last != null && last.identity().equals(identity.get())) {
      return last.labels();
    }
    if (known.size() >= MAX_REMEMBERED) {
      known.keySet().removeIf(other -> identities.apply(other).isEmpty());
    }
    Map<String, String> labels = labels(identity.get());
    known.put(id, new Labels(identity.get(), labels));
    return labels;
  }

  private Map<String, String> labels(SandboxIdentity sandbox) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("sandbox.id", sandbox.id());
    sandbox.name().ifPresent(name -> labels.put("sandbox.name", name));
    labels.put("organization.id", organization());
    labels.put("region.id", settings.region());
    labels.put("sandbox.template", sandbox.template());
    sandbox.snapshot().ifPresent(snapshot -> labels.put("sandbox.snapshot", snapshot));
    switch (settings.prefix()) {
      case "daytona." -> {
        labels.put("daytona_organization_id", organization());
        labels.put("daytona_region_id", settings.region());
        labels.put("daytona_snapshot", sandbox.snapshot().orElse(sandbox.template()));
      }
      case "leap0." -> {
        labels.put("leap0.sandbox.id", sandbox.id());
        labels.put("leap0.org.id", organization());
        labels.put("leap0.template.id", sandbox.template());
      }
      default -> {
        // The names above are all there is.
      }
    }
    ExtraLabels.of(
            sandbox.environment(),
            problem ->
                LOG.log(System.Logger.Level.WARNING, "sandbox {0}: {1}", sandbox.id(), problem))
        .forEach(
            (key, value) -> {
              if (!RESERVED.contains(key)) {
                labels.put(key, value);
              }
            });
    return labels;
  }

  /** An attribute that is text. */
  public static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
