package dev.sandglass.engine.observability.forward;

import dev.sandglass.engine.observability.OtlpService;
import dev.sandglass.engine.observability.forward.Destination.Protocol;
import dev.sandglass.engine.observability.forward.Destination.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads destinations as OpenTelemetry's variables have them; their content is in no message. */
final class DestinationText {
  private static final int MAX_HEADERS = 64;
  private static final String ENDPOINT = "ENDPOINT";
  private static final String HEADERS = "HEADERS";

  private final Map<String, String> variables;

  DestinationText(Map<String, String> variables) {
    this.variables = variables;
  }

  private String value(String name) {
    return variables.getOrDefault(name, "").strip();
  }

  Destination read() {
    String spoken = value("PROTOCOL");
    Protocol protocol = spoken.isEmpty() ? Protocol.HTTP_PROTOBUF : Protocol.of(spoken);
    Map<OtlpService, Target> targets = new EnumMap<>(OtlpService.class);
    String shown = "";
    for (OtlpService signal : OtlpService.values()) {
      String prefix = signal.label().toUpperCase(Locale.ROOT) + "_";
      String own = value(prefix + ENDPOINT);
      String endpoint = own.isEmpty() ? value(ENDPOINT) : own;
      String headers = value(prefix + HEADERS);
      if (!endpoint.isEmpty()) {
        URI base = url(endpoint);
        URI url = own.isEmpty() ? below(base, signal, protocol) : exactly(base, signal, protocol);
        targets.put(signal, new Target(url, headers(headers.isEmpty() ? value(HEADERS) : headers)));
        shown = shown.isEmpty() ? endpoint : shown;
      }
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("an endpoint is needed");
    }
    String general = value(ENDPOINT);
    return new Destination(
        url(general.isEmpty() ? shown : general), protocol, targets, tls(), gzip(), timeout());
  }

  private Tls tls() {
    return new Tls(value("CERTIFICATE"), value("CLIENT_CERTIFICATE"), value("CLIENT_KEY"));
  }

  private boolean gzip() {
    return switch (value("COMPRESSION")) {
      case "", "gzip" -> true;
      case "none" -> false;
      default -> throw new IllegalArgumentException("compression must be gzip or none");
    };
  }

  private Duration timeout() {
    String millis = value("TIMEOUT");
    if (millis.isEmpty()) {
      return Destination.TIMEOUT;
    }
    if (!millis.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("timeout must be milliseconds, from 1 to 999999");
    }
    return Duration.ofMillis(Long.parseLong(millis));
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

  private static String path(URI uri) {
    return uri.getRawPath() == null ? "" : uri.getRawPath();
  }

  /** Of an endpoint for all signals. */
  private static URI below(URI base, OtlpService signal, Protocol protocol) {
    boolean rpc = protocol == Protocol.GRPC;
    String path = rpc ? "" : path(base).replaceAll("/$", "");
    return base.resolve(path + signal.path(rpc));
  }

  /** Of an endpoint for one signal: with HTTP its path stays as it is. */
  private static URI exactly(URI base, OtlpService signal, Protocol protocol) {
    if (protocol == Protocol.GRPC) {
      return below(base, signal, protocol);
    }
    return path(base).isEmpty() ? base.resolve("/") : base;
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
      headers.put(name.toLowerCase(Locale.ROOT), value);
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
}
