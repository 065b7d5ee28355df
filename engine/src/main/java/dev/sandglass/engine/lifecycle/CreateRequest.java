package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.isolation.NetworkMode;
import dev.sandglass.engine.isolation.ResourceLimits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked request for a new sandbox. Exactly one of image and snapshot is present.
 *
 * @param image what to make it from
 * @param snapshot the snapshot to restore
 * @param platform platform that was asked for
 * @param timeout time until it expires; empty if it does not
 * @param limits resource limits
 * @param env environment of every command
 * @param metadata labels
 * @param entrypoint command line of the entry point
 * @param network its network
 * @param volumes its volumes
 * @param extensions keys beyond the specification
 */
record CreateRequest(
    Optional<String> image,
    Optional<String> snapshot,
    Optional<Platform> platform,
    Optional<Duration> timeout,
    ResourceLimits limits,
    Map<String, String> env,
    Map<String, String> metadata,
    List<String> entrypoint,
    NetworkMode network,
    List<VolumeRequest> volumes,
    Map<String, String> extensions) {

  private static final List<String> DEFAULT_ENTRYPOINT = List.of("tail", "-f", "/dev/null");
  private static final String UNIQUE_NAME = "sandglass.unique-name";
  private static final String NETWORK = "sandglass.network";
  private static final String OTEL_EXPORT = "sandglass.otel-export";
  private static final String RENEW = "access.renew.extend.seconds";
  private static final long MIN_TIMEOUT_SECONDS = 60;
  private static final long MAX_TIMEOUT_SECONDS = Duration.ofDays(3650).toSeconds();

  static CreateRequest parse(JsonNode body) {
    Fields fields = Fields.of(body);
    Map<String, String> extensions = extensions(fields);
    Optional<String> image = fields.object("image").map(CreateRequest::image);
    Optional<String> snapshot = fields.text("snapshotId").filter(id -> !id.isBlank());
    if (image.isPresent() == snapshot.isPresent()) {
      throw Invalid.request("exactly one of image and snapshotId is required");
    }
    refuseUnsupported(fields);
    if (!fields.has("resourceLimits")) {
      throw Invalid.request("resourceLimits is required; {} means no limits");
    }
    Map<String, String> metadata = fields.textMap("metadata");
    Labels.checkNew(metadata);
    return new CreateRequest(
        image,
        snapshot,
        fields.object("platform").map(CreateRequest::platform),
        fields.integer("timeout").map(CreateRequest::timeout),
        Quantities.limits(fields.textMap("resourceLimits")),
        env(fields.textMap("env")),
        metadata,
        entrypoint(fields, image.isPresent()),
        network(fields, extensions),
        VolumeRequest.parse(fields.objects("volumes")),
        extensions);
  }

  /** Whether a name that another sandbox has is to be refused. */
  boolean uniqueName() {
    return "true".equals(extensions.get(UNIQUE_NAME));
  }

  /** Whether its variables of OTLP say where the engine sends what it tells. */
  boolean otelExport() {
    return "true".equals(extensions.get(OTEL_EXPORT));
  }

  /** Seconds by which access through the proxy postpones its expiry, if it does. */
  static Optional<Duration> renewal(Map<String, String> extensions) {
    return Optional.ofNullable(extensions.get(RENEW)).map(Long::valueOf).map(Duration::ofSeconds);
  }

  private static void refuseUnsupported(Fields fields) {
    if (fields.object("credentialProxy").map(proxy -> proxy.flag("enabled", false)).orElse(false)) {
      throw Invalid.request("credentialProxy: there is no credential proxy here");
    }
    if (fields.flag("secureAccess", false)) {
      throw Invalid.request("secureAccess: only a cluster's gateway offers it; leave it out here");
    }
  }

  private static String image(Fields image) {
    image.only("uri", "auth");
    String uri = image.requiredText("uri").strip();
    if (uri.isEmpty() || uri.length() > 512) {
      throw Invalid.request("image.uri is required, with at most 512 characters");
    }
    return uri;
  }

  private static Platform platform(Fields platform) {
    platform.only("os", "arch");
    String os = platform.requiredText("os");
    String arch = platform.requiredText("arch");
    if (!List.of("linux", "windows").contains(os)) {
      throw Invalid.request("platform.os must be linux or windows, not " + Invalid.quoted(os));
    }
    if (!List.of("amd64", "arm64").contains(arch)) {
      throw Invalid.request("platform.arch must be amd64 or arm64, not " + Invalid.quoted(arch));
    }
    Platform asked = new Platform(os, arch);
    Platform machine = Platform.ofMachine(System.getProperty("os.arch"));
    if (!asked.equals(machine)) {
      throw Invalid.request("this machine is linux/" + machine.arch() + ", not " + os + "/" + arch);
    }
    return asked;
  }

  private static Duration timeout(long seconds) {
    if (seconds < MIN_TIMEOUT_SECONDS || seconds > MAX_TIMEOUT_SECONDS) {
      throw Invalid.request(
          "timeout must be "
              + MIN_TIMEOUT_SECONDS
              + " to "
              + MAX_TIMEOUT_SECONDS
              + " seconds, not "
              + seconds);
    }
    return Duration.ofSeconds(seconds);
  }

  private static Map<String, String> env(Map<String, String> env) {
    env.forEach(
        (name, value) -> {
          if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw Invalid.request(
                "env has a name that is empty or holds '=' or NUL: " + Invalid.quoted(name));
          }
          if (value.indexOf('\0') >= 0) {
            throw Invalid.request("env." + name + " must not hold a NUL character");
          }
        });
    return env;
  }

  private static List<String> entrypoint(Fields fields, boolean required) {
    Optional<List<String>> entrypoint = fields.texts("entrypoint");
    if (entrypoint.isEmpty() && required) {
      throw Invalid.request("entrypoint is required with image; tail -f /dev/null only waits");
    }
    List<String> command = entrypoint.orElse(DEFAULT_ENTRYPOINT);
    if (command.isEmpty() || command.get(0).isEmpty()) {
      throw Invalid.request("entrypoint must name a program");
    }
    if (command.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
      throw Invalid.request("entrypoint must not hold NUL characters");
    }
    return command;
  }

  private static Map<String, String> extensions(Fields fields) {
    Map<String, String> extensions = new LinkedHashMap<>(fields.textMap("extensions"));
    extensions.forEach(
        (key, value) -> {
          switch (key) {
            case "poolRef" -> throw Invalid.request("extensions.poolRef: there are no pools here");
            case UNIQUE_NAME, OTEL_EXPORT -> oneOf(key, value, List.of("true", "false"));
            case NETWORK -> oneOf(key, value, List.of("none", "host-allowed"));
            case RENEW -> {
              if (!value.matches("\\d{3,5}")
                  || Integer.parseInt(value) < 300
                  || Integer.parseInt(value) > 86_400) {
                throw Invalid.request(
                    "extensions." + key + " must be 300 to 86400, not " + Invalid.quoted(value));
              }
            }
            default -> {
              if (key.startsWith("sandglass.")) {
                throw Invalid.request("unknown extension " + Invalid.quoted(key));
              }
            }
          }
        });
    return extensions;
  }

  private static void oneOf(String key, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw Invalid.request(
          "extensions."
              + key
              + " must be "
              + String.join(" or ", allowed)
              + ", not "
              + Invalid.quoted(value));
    }
  }

  private static NetworkMode network(Fields fields, Map<String, String> extensions) {
    Optional<NetworkMode> policy = fields.object("networkPolicy").flatMap(CreateRequest::policy);
    Optional<NetworkMode> extension =
        Optional.ofNullable(extensions.get(NETWORK))
            .map(name -> name.equals("none") ? NetworkMode.NONE : NetworkMode.HOST_ALLOWED);
    if (policy.isPresent() && extension.isPresent() && !policy.equals(extension)) {
      throw Invalid.request("networkPolicy and extensions." + NETWORK + " contradict each other");
    }
    return policy.or(() -> extension).orElse(NetworkMode.NONE);
  }

  private static Optional<NetworkMode> policy(Fields policy) {
    policy.only("defaultAction", "egress");
    if (!policy.objects("egress").isEmpty()) {
      throw Invalid.request(
          "networkPolicy.egress: rules are not enforced here yet; use defaultAction deny (no"
              + " network) or allow (all outbound) without rules");
    }
    if (!policy.has("defaultAction") && !policy.has("egress")) {
      return Optional.empty();
    }
    String action = policy.text("defaultAction").orElse("deny");
    return Optional.of(
        switch (action) {
          case "deny" -> NetworkMode.NONE;
          case "allow" -> NetworkMode.HOST_ALLOWED;
          default ->
              throw Invalid.request(
                  "networkPolicy.defaultAction must be allow or deny, not "
                      + Invalid.quoted(action));
        });
  }
}
