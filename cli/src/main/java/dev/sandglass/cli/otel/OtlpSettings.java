package dev.sandglass.cli.otel;

import dev.sandglass.cli.Environment;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where and how each signal is sent, by the standard variables. Every value is checked when it is
 * asked for; one that makes no sense is an error that names its variable.
 *
 * <p>Knows no class of OpenTelemetry: the SDK gets from here what it is configured with, so that
 * what is shown and what is done are the same.
 */
public final class OtlpSettings {
  /** Another program's name for the general endpoint. */
  static final String DEPRECATED_ENDPOINT = "DAFT_DEV_OTEL_EXPORTER_OTLP_ENDPOINT";

  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
  private static final Set<String> EXPORTERS = Set.of("otlp", "console", "logging", "none");
  private static final Set<String> COMPRESSIONS = Set.of("gzip", "none");

  private final Environment environment;

  /** Reads from an environment. */
  public OtlpSettings(Environment environment) {
    this.environment = environment;
  }

  /** Returns the exporters of a signal, with commas between them. */
  public Value exporters(Signal signal) {
    String name = "OTEL_" + signal + "_EXPORTER";
    Value value = read(name).orElse(Value.byDefault("otlp"));
    List<String> names = names(value);
    for (String exporter : names) {
      if (!EXPORTERS.contains(exporter) || exporter.equals("none") && names.size() > 1) {
        throw Malformed.variable(value, "otlp, console or none");
      }
    }
    return value;
  }

  /** Returns whether a signal goes out as OTLP. */
  public boolean isOtlp(Signal signal) {
    return names(exporters(signal)).contains("otlp");
  }

  /** Returns whether a signal goes anywhere. */
  public boolean isExported(Signal signal) {
    return !names(exporters(signal)).contains("none");
  }

  private static List<String> names(Value value) {
    return Arrays.stream(value.text().split(",")).map(String::strip).toList();
  }

  /**
   * Returns the protocol of a signal. Where none is set, port 4317 means grpc, since nothing else
   * is ever found there, and everything else means http/protobuf, as the specification says.
   */
  public Value protocol(Signal signal) {
    Optional<Value> value = find(signal, "PROTOCOL");
    if (value.isPresent()) {
      Protocol.of(value.get().text())
          .orElseThrow(() -> Malformed.variable(value.get(), "grpc, http/protobuf or http/json"));
      return value.get();
    }
    boolean grpc =
        configuredEndpoint(signal)
            .filter(endpoint -> url(endpoint).getPort() == Protocol.GRPC.port())
            .isPresent();
    return Value.byDefault((grpc ? Protocol.GRPC : Protocol.HTTP_PROTOBUF).text());
  }

  private Protocol knownProtocol(Signal signal) {
    return Protocol.of(protocol(signal).text()).orElseThrow();
  }

  /** Returns whether a signal is sent as JSON, which the SDK itself does not know. */
  boolean isJson(Signal signal) {
    return knownProtocol(signal) == Protocol.HTTP_JSON;
  }

  /**
   * Returns the URL that a signal is sent to. A URL of its own is taken as it is; the general one
   * gets the path of the signal, except for grpc, which has no paths.
   */
  public Value endpoint(Signal signal) {
    Protocol protocol = knownProtocol(signal);
    Optional<Value> configured = configuredEndpoint(signal);
    if (configured.isEmpty()) {
      String base = "http://localhost:" + protocol.port();
      return Value.byDefault(protocol == Protocol.GRPC ? base : base + path(signal));
    }
    Value value = configured.get();
    String path = Optional.ofNullable(url(value).getPath()).orElse("");
    if (protocol == Protocol.GRPC) {
      if (!path.isEmpty() && !path.equals("/")) {
        throw Malformed.variable(value, "a URL without a path, which grpc does not have");
      }
      return value;
    }
    if (value.origin().contains(signal.name())) {
      return path.isEmpty() ? new Value(value.text() + "/", value.origin()) : value;
    }
    String base = path.endsWith("/") ? withoutLastCharacter(value.text()) : value.text();
    return new Value(base + path(signal), value.origin());
  }

  /** Returns the same without a password that may stand in it. */
  public String shownEndpoint(Signal signal) {
    String url = endpoint(signal).text();
    String user = URI.create(url).getRawUserInfo();
    return user == null ? url : url.replace(user + "@", "***@");
  }

  private static String path(Signal signal) {
    return "/v1/" + signal.text();
  }

  private static String withoutLastCharacter(String text) {
    return text.substring(0, text.length() - 1);
  }

  private Optional<Value> configuredEndpoint(Signal signal) {
    return find(signal, "ENDPOINT").or(() -> read(DEPRECATED_ENDPOINT));
  }

  private static URI url(Value value) {
    try {
      URI uri = URI.create(value.text());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw Malformed.secret(value, "a URL such as http://localhost:4318").causedBy(e);
    }
    throw Malformed.secret(value, "a URL such as http://localhost:4318");
  }

  /** Returns the headers that go with a signal, as the variable has them. */
  public Optional<Value> headers(Signal signal) {
    Optional<Value> value = find(signal, "HEADERS");
    value.ifPresent(Headers::check);
    return value;
  }

  /** Returns the compression of a signal. */
  public Value compression(Signal signal) {
    Value value = find(signal, "COMPRESSION").orElse(Value.byDefault("none"));
    if (!COMPRESSIONS.contains(value.text())) {
      throw Malformed.variable(value, "gzip or none");
    }
    return value;
  }

  /** Returns how long one delivery may take, in milliseconds. */
  public Value timeout(Signal signal) {
    Value value = find(signal, "TIMEOUT").orElse(Value.byDefault("10000"));
    if (!value.text().matches("[0-9]{1,9}(ms|s|m)?")) {
      throw Malformed.variable(value, "a number of milliseconds");
    }
    return value;
  }

  /** Returns the file with the authorities that the backend's certificate may come from. */
  public Optional<Value> certificate(Signal signal) {
    return file(signal, "CERTIFICATE");
  }

  /** Returns the file with this client's own certificate. */
  public Optional<Value> clientCertificate(Signal signal) {
    return together(signal, "CLIENT_CERTIFICATE", "CLIENT_KEY");
  }

  /** Returns the file with the key to this client's own certificate. */
  public Optional<Value> clientKey(Signal signal) {
    return together(signal, "CLIENT_KEY", "CLIENT_CERTIFICATE");
  }

  private Optional<Value> together(Signal signal, String suffix, String other) {
    Optional<Value> value = file(signal, suffix);
    if (value.isPresent() && find(signal, other).isEmpty()) {
      throw Malformed.alone(value.get(), PREFIX + other);
    }
    return value;
  }

  private Optional<Value> file(Signal signal, String suffix) {
    Optional<Value> value = find(signal, suffix);
    value.ifPresent(
        file -> {
          if (!Files.isReadable(Path.of(file.text()))) {
            throw Malformed.variable(file, "a file that can be read");
          }
        });
    return value;
  }

  /**
   * Returns how sums are told. Delta, since every command is a process of its own: its counts are
   * what has been added, and a backend adds them up whoever they come from.
   */
  public Value temporality() {
    Value value = read(PREFIX + "METRICS_TEMPORALITY_PREFERENCE").orElse(Value.byDefault("delta"));
    check(value, OtelVariable.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE.form());
    return value;
  }

  /** Checks everything that signals are sent by. */
  public void check() {
    for (Signal signal : Signal.values()) {
      if (isOtlp(signal)) {
        endpoint(signal);
        headers(signal);
        compression(signal);
        timeout(signal);
        certificate(signal);
        clientCertificate(signal);
        clientKey(signal);
      }
    }
    for (OtelVariable variable : OtelVariable.values()) {
      read(variable.name()).ifPresent(value -> check(value, variable.form()));
    }
    checkSamplersArgument();
  }

  private static void check(Value value, ValueForm form) {
    if (!form.sensible().test(value.text())) {
      throw Malformed.variable(value, form.expected());
    }
  }

  private void checkSamplersArgument() {
    boolean needed =
        read(OtelVariable.OTEL_TRACES_SAMPLER.name())
            .filter(sampler -> sampler.text().endsWith("traceidratio"))
            .isPresent();
    Optional<Value> argument = read(OtelVariable.OTEL_TRACES_SAMPLER_ARG.name());
    if (needed && argument.isPresent() && !isRatio(argument.get().text())) {
      throw Malformed.variable(argument.get(), "a number from 0 to 1");
    }
  }

  private static boolean isRatio(String text) {
    try {
      double ratio = Double.parseDouble(text);
      return ratio >= 0 && ratio <= 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Returns what to say about an outdated variable. */
  Optional<String> advice() {
    return read(DEPRECATED_ENDPOINT)
        .filter(value -> read(PREFIX + "ENDPOINT").isEmpty())
        .map(value -> DEPRECATED_ENDPOINT + " is deprecated; use " + PREFIX + "ENDPOINT");
  }

  private Optional<Value> find(Signal signal, String suffix) {
    return read(PREFIX + signal + "_" + suffix).or(() -> read(PREFIX + suffix));
  }

  /** Returns the value of any variable. */
  Optional<Value> read(String name) {
    return environment.get(name).map(text -> new Value(text.strip(), name));
  }

  Environment environment() {
    return environment;
  }
}
