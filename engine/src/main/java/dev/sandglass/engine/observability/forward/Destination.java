package dev.sandglass.engine.observability.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.observability.OtlpService;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where signals are sent to, and how.
 *
 * @param endpoint an {@code http://} or {@code https://} URL that stands for all of it to people
 * @param protocol how OTLP is spoken
 * @param targets where signals of each kind go; those that are missing go nowhere
 * @param tls what is shown and asked for, with {@code https://}
 * @param gzip whether requests are compressed
 * @param timeout for how long an answer is waited for
 */
public record Destination(
    URI endpoint,
    Protocol protocol,
    Map<OtlpService, Target> targets,
    Tls tls,
    boolean gzip,
    Duration timeout) {
  /** For how long an answer is waited for, if nothing else is said. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Copies the map. */
  public Destination {
    targets = Map.copyOf(targets);
  }

  /**
   * Where requests of one kind go.
   *
   * @param url the whole of it
   * @param headers what is sent along; secret
   */
  public record Target(URI url, Map<String, String> headers) {
    /** Copies the map. */
    public Target {
      headers = Map.copyOf(headers);
    }

    /** Without the headers' values, which are nobody's business. */
    @Override
    public String toString() {
      return url.toString();
    }
  }

  /** How OTLP is spoken. */
  public enum Protocol {
    GRPC("grpc"),
    HTTP_PROTOBUF("http/protobuf"),
    HTTP_JSON("http/json");

    private final String label;

    Protocol(String label) {
      this.label = label;
    }

    /** What OpenTelemetry's variables call it. */
    public String label() {
      return label;
    }

    static Protocol of(String text) {
      for (Protocol protocol : values()) {
        if (protocol.label.equals(text)) {
          return protocol;
        }
      }
      throw new IllegalArgumentException("protocol must be grpc, http/protobuf or http/json");
    }
  }

  /**
   * Reads it from texts as OpenTelemetry's variables have them; their content is in no message.
   *
   * @param variables by names without {@code OTEL_EXPORTER_OTLP_}: {@code ENDPOINT}, {@code
   *     PROTOCOL} (HTTP with Protobuf if it is missing), {@code HEADERS}, {@code COMPRESSION} (gzip
   *     if it is missing), {@code TIMEOUT} in milliseconds; {@code CERTIFICATE}, {@code
   *     CLIENT_CERTIFICATE} and {@code CLIENT_KEY} as texts in PEM; and {@code TRACES_ENDPOINT},
   *     {@code TRACES_HEADERS}, {@code METRICS_…}, {@code LOGS_…}
   * @throws IllegalArgumentException if they make no sense
   */
  public static Destination parse(Map<String, String> variables) {
    return new DestinationText(variables).read();
  }

  /** Where signals of a kind go, if anywhere. */
  Optional<Target> target(OtlpService signal) {
    return Optional.ofNullable(targets.get(signal));
  }

  /** For a file that only the engine's user may read. */
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("endpoint", endpoint.toString())
            .put("protocol", protocol.label())
            .put("gzip", gzip)
            .put("timeoutMillis", timeout.toMillis());
    tls.addTo(json);
    ObjectNode all = json.putObject("targets");
    targets.forEach(
        (signal, target) ->
            all.putObject(signal.label())
                .put("url", target.url().toString())
                .set("headers", Json.object(target.headers())));
    return json;
  }

  /** Reads {@link #toJson}; empty if it is none. */
  public static Optional<Destination> from(JsonNode json) {
    Map<OtlpService, Target> targets = new EnumMap<>(OtlpService.class);
    try {
      for (OtlpService signal : OtlpService.values()) {
        JsonNode target = json.path("targets").path(signal.label());
        Map<String, String> headers = new LinkedHashMap<>();
        target
            .path("headers")
            .properties()
            .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        if (target.has("url")) {
          targets.put(signal, new Target(URI.create(target.path("url").asText()), headers));
        }
      }
      if (targets.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Destination(
              URI.create(json.path("endpoint").asText()),
              Protocol.of(json.path("protocol").asText()),
              targets,
              Tls.from(json),
              json.path("gzip").asBoolean(true),
              Duration.ofMillis(json.path("timeoutMillis").asLong(TIMEOUT.toMillis()))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Without anything secret. */
  @Override
  public String toString() {
    return endpoint + " (" + protocol.label() + ")";
  }
}
