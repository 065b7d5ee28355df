package dev.sandglass.engine.observability.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where signals are sent to.
 *
 * @param endpoint an {@code http://} or {@code https://} URL, without the path of a signal
 * @param protocol how
 * @param headers what is sent along; secret
 */
public record Destination(URI endpoint, Protocol protocol, Map<String, String> headers) {
  private static final int MAX_HEADERS = 64;

  /** Keeps the order of the headers. */
  public Destination {
    headers = Map.copyOf(headers);
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

    private static Protocol of(String text) {
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
   * @param endpoint {@code OTEL_EXPORTER_OTLP_ENDPOINT}
   * @param protocol {@code OTEL_EXPORTER_OTLP_PROTOCOL}; HTTP with Protobuf if empty
   * @param headers {@code OTEL_EXPORTER_OTLP_HEADERS}
   * @throws IllegalArgumentException if they make no sense
   */
  public static Destination parse(String endpoint, String protocol, String headers) {
    Protocol spoken = protocol.isBlank() ? Protocol.HTTP_PROTOBUF : Protocol.of(protocol.strip());
    return new Destination(url(endpoint.strip()), spoken, headers(headers));
  }

  private static URI url(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Refused below, like any other text that is no such URL.
    }
    throw new IllegalArgumentException(
        "endpoint must be an http:// or https:// URL without user and query");
  }

  private static Map<String, String> headers(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    int place = 0;
    for (String pair : text.split(",")) {
      place++;
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip();
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1).strip(), place);
      boolean sound =
          name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") && value.matches("[\\t -~\\x80-\\xff]*");
      if (!sound || headers.size() == MAX_HEADERS) {
        throw new IllegalArgumentException(
            "headers must be like name=value,name=value; pair " + place + " is not");
      }
      headers.put(name.toLowerCase(java.util.Locale.ROOT), value);
    }
    return headers;
  }

  private static String decoded(String value, int place) {
    try {
      // A plus is a plus here, unlike in forms.
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("headers: pair " + place + " is not percent-encoded", e);
    }
  }

  /** For a file that only the engine's user may read. */
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object().put("endpoint", endpoint.toString()).put("protocol", protocol.label());
    json.set("headers", Json.object(headers));
    return json;
  }

  /** Reads {@link #toJson}; empty if it is none. */
  public static Optional<Destination> from(JsonNode json) {
    Map<String, String> headers = new LinkedHashMap<>();
    json.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    try {
      return Optional.of(
          new Destination(
              url(json.path("endpoint").asText()),
              Protocol.of(json.path("protocol").asText()),
              headers));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Without the headers' values, which are nobody's business. */
  @Override
  public String toString() {
    return endpoint + " (" + protocol.label() + ")";
  }
}
