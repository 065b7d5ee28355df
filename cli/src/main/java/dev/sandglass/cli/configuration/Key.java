package dev.sandglass.cli.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys of {@code config.yaml}: the one place that names them, their environment variables,
 * types and defaults. {@code NAME} in a key stands for the name of a provider.
 */
public enum Key {
  PROVIDER(
      "provider",
      ValueType.NAME,
      "local",
      "SANDGLASS_PROVIDER",
      "Provider that commands use when --provider does not say another"),
  OUTPUT("output", ValueType.OUTPUT, "table", "SANDGLASS_OUTPUT", "Output format without -o"),
  IMAGE(
      "defaults.image",
      ValueType.TEXT,
      "host",
      "SANDGLASS_IMAGE",
      "Template or image of new sandboxes"),
  CPU("defaults.cpu", ValueType.CPU, "", "SANDGLASS_CPU", "Processor limit of new sandboxes"),
  MEMORY(
      "defaults.memory", ValueType.MEMORY, "", "SANDGLASS_MEMORY", "Memory limit of new sandboxes"),
  TIMEOUT(
      "defaults.timeout",
      ValueType.DURATION,
      "",
      "SANDGLASS_TIMEOUT",
      "Time after which new sandboxes end by themselves"),
  NETWORK(
      "defaults.network",
      ValueType.NETWORK,
      "none",
      "SANDGLASS_NETWORK",
      "Network of new sandboxes"),
  ENGINE_IDLE_MINUTES(
      "engine.idle-minutes",
      ValueType.MINUTES,
      "10",
      "SANDGLASS_ENGINE_IDLE_MINUTES",
      "Minutes without a running sandbox or a request after which the local engine ends"),
  ENGINE_ALLOW_HOST_PATHS(
      "engine.allow-host-paths",
      ValueType.PATHS,
      "",
      "SANDGLASS_ENGINE_ALLOW_HOST_PATHS",
      "Directories of this machine that sandboxes may bind as volumes"),
  ENGINE_METRICS_INTERVAL(
      "engine.metrics-interval",
      ValueType.DURATION,
      "10s",
      "SANDGLASS_METRICS_INTERVAL",
      "Time between two samples of what a sandbox uses, from 1s to 1h"),
  ENGINE_METRICS_PREFIX(
      "engine.metrics-prefix",
      ValueType.TEXT,
      "sandglass.",
      "SANDGLASS_METRICS_PREFIX",
      "Begin of the names of metrics of sandboxes; daytona. and leap0. fit their dashboards"),
  ENGINE_SIGNALS_RETENTION(
      "engine.signals-retention",
      ValueType.DURATION,
      "3d",
      "SANDGLASS_SIGNALS_RETENTION",
      "For how long metrics, logs and traces of sandboxes are kept; none keeps none"),
  ENGINE_SIGNALS_MAX_SIZE(
      "engine.signals-max-size",
      ValueType.MEMORY,
      "512Mi",
      "SANDGLASS_SIGNALS_MAX_SIZE",
      "How much of them is kept"),
  ENGINE_ORGANIZATION(
      "engine.organization",
      ValueType.TEXT,
      "local",
      "SANDGLASS_ORGANIZATION",
      "Organization that metrics, logs and traces of sandboxes are labelled with"),
  ENGINE_REGION(
      "engine.region",
      ValueType.TEXT,
      "local",
      "SANDGLASS_REGION",
      "Region that they are labelled with"),
  ENGINE_QUOTA_CPU(
      "engine.quota-cpu",
      ValueType.CPU,
      "",
      "SANDGLASS_QUOTA_CPU",
      "Processors that all running sandboxes together may have"),
  ENGINE_QUOTA_MEMORY(
      "engine.quota-memory",
      ValueType.MEMORY,
      "",
      "SANDGLASS_QUOTA_MEMORY",
      "Memory that all running sandboxes together may have"),
  ENGINE_QUOTA_DISK(
      "engine.quota-disk",
      ValueType.MEMORY,
      "",
      "SANDGLASS_QUOTA_DISK",
      "Disk that all sandboxes together may have"),
  ENGINE_OTLP_ENDPOINT(
      "engine.otlp.endpoint",
      ValueType.URL,
      "",
      "SANDGLASS_ENGINE_OTLP_ENDPOINT",
      "OTLP endpoint that metrics, logs and traces of sandboxes are sent to"),
  ENGINE_OTLP_PROTOCOL(
      "engine.otlp.protocol",
      ValueType.OTLP_PROTOCOL,
      "http/protobuf",
      "SANDGLASS_ENGINE_OTLP_PROTOCOL",
      "How they are sent"),
  ENGINE_OTLP_HEADERS_FILE(
      "engine.otlp.headers-file",
      ValueType.PATH,
      "",
      "SANDGLASS_ENGINE_OTLP_HEADERS_FILE",
      "File (0600) with headers that are sent along, as lines name=value"),
  ENGINE_OTLP_CERTIFICATE(
      "engine.otlp.certificate",
      ValueType.PATH,
      "",
      "SANDGLASS_ENGINE_OTLP_CERTIFICATE",
      "File (PEM) with the authorities that the endpoint's certificate has to be from"),
  ENGINE_OTLP_CLIENT_CERTIFICATE(
      "engine.otlp.client-certificate",
      ValueType.PATH,
      "",
      "SANDGLASS_ENGINE_OTLP_CLIENT_CERTIFICATE",
      "File (PEM) with the certificate that the engine shows"),
  ENGINE_OTLP_CLIENT_KEY(
      "engine.otlp.client-key",
      ValueType.PATH,
      "",
      "SANDGLASS_ENGINE_OTLP_CLIENT_KEY",
      "File (PEM, 0600) with the private key of that"),
  ENGINE_OTLP_COMPRESSION(
      "engine.otlp.compression",
      ValueType.COMPRESSION,
      "gzip",
      "SANDGLASS_ENGINE_OTLP_COMPRESSION",
      "Whether what is sent is compressed"),
  ENGINE_OTLP_TIMEOUT(
      "engine.otlp.timeout",
      ValueType.PATIENCE,
      "10s",
      "SANDGLASS_ENGINE_OTLP_TIMEOUT",
      "For how long an answer is waited for"),
  ENGINE_OTLP_QUEUE_SIZE(
      "engine.otlp.queue-size",
      ValueType.MEMORY,
      "64Mi",
      "SANDGLASS_ENGINE_OTLP_QUEUE_SIZE",
      "How much waits on disk at most while backends are down"),
  TELEMETRY_ENABLED(
      "telemetry.enabled",
      ValueType.SWITCH,
      "",
      "",
      "Whether anonymous usage telemetry is recorded; when it is not set: yes, once its notice was"
          + " shown"),
  TELEMETRY_ID(
      "telemetry.id",
      ValueType.UUID,
      "",
      "",
      "Random number that usage telemetry knows this installation by; sand writes it"),
  OTEL_ENABLED(
      "otel.enabled",
      ValueType.SWITCH,
      "",
      "SANDGLASS_OTEL_ENABLED",
      "Whether sand sends OpenTelemetry to your backend; when it is not set: if an endpoint is"),
  OTEL_FLUSH_TIMEOUT(
      "otel.flush-timeout",
      ValueType.PATIENCE,
      "2s",
      "SANDGLASS_OTEL_FLUSH_TIMEOUT",
      "How long a command waits at its end for OpenTelemetry to be delivered"),
  PROVIDER_KIND(
      "providers.NAME.kind",
      ValueType.PROVIDER_KIND,
      "opensandbox",
      "",
      "What the provider NAME is"),
  PROVIDER_URL(
      "providers.NAME.url",
      ValueType.URL,
      "",
      "SANDGLASS_URL",
      "Base URL of the provider; the variable sets that of the provider in use"),
  PROVIDER_API_KEY_FILE(
      "providers.NAME.api-key-file",
      ValueType.PATH,
      "",
      "SANDGLASS_API_KEY_FILE",
      "File that holds the provider's API key; the variable sets that of the provider in use");

  private final String path;
  private final ValueType type;
  private final String byDefault;
  private final String variable;
  private final String description;
  private final Pattern pattern;

  Key(String path, ValueType type, String byDefault, String variable, String description) {
    this.path = path;
    this.type = type;
    this.byDefault = byDefault;
    this.variable = variable;
    this.description = description;
    this.pattern =
        Pattern.compile(path.replace(".", "\\.").replace("NAME", "[a-z0-9][a-z0-9_-]{0,62}"));
  }

  /** The dotted name in the file, as in {@code defaults.memory}. */
  public String path() {
    return path;
  }

  /** The dotted name for one provider; keys that are not a provider's stay as they are. */
  public String path(String providerName) {
    return path.replace("NAME", providerName);
  }

  public ValueType type() {
    return type;
  }

  /** The value when nobody set one. */
  public Optional<String> byDefault() {
    return optional(byDefault);
  }

  /** The environment variable that goes before the file. */
  public Optional<String> variable() {
    return optional(variable);
  }

  public String description() {
    return description;
  }

  /** Returns whether the key belongs to one provider: its path has a {@code NAME}. */
  public boolean isOfProvider() {
    return path.contains("NAME");
  }

  /** The keys that the local engine reads, from the environment that it is started with. */
  public static List<Key> ofEngine() {
    return Arrays.stream(values()).filter(key -> key.path.startsWith("engine.")).toList();
  }

  /** Finds the key that a dotted name stands for. */
  public static Optional<Key> of(String name) {
    return Arrays.stream(values()).filter(key -> key.pattern.matcher(name).matches()).findFirst();
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
