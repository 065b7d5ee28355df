package dev.sandglass.cli.otel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The environment variables that {@code sand} understands: the one table of them. */
public enum OtelVariable {
  SANDGLASS_OTEL_ENABLED(
      Group.SWITCH, ValueForm.ANY, "", "`true` or `false`: switches everything on or off"),
  OTEL_SDK_DISABLED(Group.SWITCH, ValueForm.ANY, "false", "`true` switches everything off"),
  DAYTONA_OTEL_ENABLED(Group.SWITCH, ValueForm.ANY, "", "Understood as `SANDGLASS_OTEL_ENABLED`"),
  DAYTONA_EXPERIMENTAL_OTEL_ENABLED(
      Group.SWITCH,
      ValueForm.ANY,
      "",
      "Understood as `SANDGLASS_OTEL_ENABLED`; deprecated, which is said"),
  LEAP0_SDK_OTEL_ENABLED(Group.SWITCH, ValueForm.ANY, "", "Understood as `SANDGLASS_OTEL_ENABLED`"),
  SANDGLASS_OTEL_FLUSH_TIMEOUT(
      Group.SWITCH, ValueForm.ANY, "2s", "How long a command may wait at its end, such as `500ms`"),

  OTEL_TRACES_EXPORTER(
      Group.SENDING, ValueForm.ANY, "otlp", "`otlp`, `console` (standard error) or `none`"),
  OTEL_METRICS_EXPORTER(Group.SENDING, ValueForm.ANY, "otlp", "The same for metrics"),
  OTEL_LOGS_EXPORTER(Group.SENDING, ValueForm.ANY, "otlp", "The same for logs"),
  OTEL_EXPORTER_OTLP_ENDPOINT(
      Group.SIGNAL,
      ValueForm.ANY,
      "http://localhost:4318",
      "Where to; HTTP appends `/v1/traces`, `/v1/metrics` or `/v1/logs`. That of one signal is"
          + " taken as it is"),
  OTEL_EXPORTER_OTLP_PROTOCOL(
      Group.SIGNAL,
      ValueForm.ANY,
      "http/protobuf, or grpc for port 4317",
      "`grpc`, `http/protobuf` or `http/json`"),
  OTEL_EXPORTER_OTLP_HEADERS(
      Group.SIGNAL, ValueForm.ANY, "", "`name=value,name=value`, percent-encoded, such as keys"),
  OTEL_EXPORTER_OTLP_COMPRESSION(Group.SIGNAL, ValueForm.ANY, "none", "`gzip` or `none`"),
  OTEL_EXPORTER_OTLP_TIMEOUT(Group.SIGNAL, ValueForm.ANY, "10000", "Milliseconds for one delivery"),
  OTEL_EXPORTER_OTLP_CERTIFICATE(
      Group.SIGNAL,
      ValueForm.ANY,
      "",
      "PEM file of the authorities to trust, instead of the system's"),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE(
      Group.SIGNAL, ValueForm.ANY, "", "PEM file of the client's own certificate, for mTLS"),
  OTEL_EXPORTER_OTLP_CLIENT_KEY(Group.SIGNAL, ValueForm.ANY, "", "PEM file of the key to it"),
  DAFT_DEV_OTEL_EXPORTER_OTLP_ENDPOINT(
      Group.SENDING,
      ValueForm.ANY,
      "",
      "Understood as `OTEL_EXPORTER_OTLP_ENDPOINT`; deprecated, which is said"),
  OTEL_BSP_SCHEDULE_DELAY(
      Group.BATCHES, ValueForm.TIME, "5000", "Milliseconds between deliveries of spans"),
  OTEL_BSP_MAX_QUEUE_SIZE(Group.BATCHES, ValueForm.SIZE, "2048", "Spans that may wait"),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE(Group.BATCHES, ValueForm.SIZE, "512", "Spans in one delivery"),
  OTEL_BSP_EXPORT_TIMEOUT(
      Group.BATCHES, ValueForm.TIME, "30000", "Milliseconds for one delivery, retries included"),
  OTEL_BLRP_SCHEDULE_DELAY(Group.BATCHES, ValueForm.TIME, "1000", "The same four for log records"),
  OTEL_BLRP_MAX_QUEUE_SIZE(Group.BATCHES, ValueForm.SIZE, "2048", ""),
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE(Group.BATCHES, ValueForm.SIZE, "512", ""),
  OTEL_BLRP_EXPORT_TIMEOUT(Group.BATCHES, ValueForm.TIME, "30000", ""),

  OTEL_SERVICE_NAME(Group.CONTENT, ValueForm.ANY, "sandglass", "`service.name` of the resource"),
  OTEL_RESOURCE_ATTRIBUTES(
      Group.CONTENT,
      ValueForm.ANY,
      "",
      "`name=value,name=value`; goes before what `sand` says of itself"),
  OTEL_TRACES_SAMPLER(
      Group.CONTENT,
      ValueForm.SAMPLER,
      "parentbased_always_on",
      "Which traces are recorded; none that asks a server"),
  OTEL_TRACES_SAMPLER_ARG(
      Group.CONTENT, ValueForm.ANY, "", "Argument of the sampler, such as `0.1`"),
  OTEL_PROPAGATORS(
      Group.CONTENT,
      ValueForm.PROPAGATORS,
      "tracecontext,baggage",
      "How traces are handed on: also `b3`, `b3multi`, `jaeger`, `ottrace`, `none`"),
  TRACEPARENT(
      Group.CONTENT, ValueForm.ANY, "", "The span that a command belongs to, as W3C writes it"),
  TRACESTATE(Group.CONTENT, ValueForm.ANY, "", "What goes with it"),
  BAGGAGE(Group.CONTENT, ValueForm.ANY, "", "Baggage that is handed on"),
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT(
      Group.CONTENT, ValueForm.COUNT, "", "Longest text of an attribute"),
  OTEL_ATTRIBUTE_COUNT_LIMIT(Group.CONTENT, ValueForm.COUNT, "128", "Most attributes"),
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT(
      Group.CONTENT, ValueForm.COUNT, "", "Longest text of one of a span"),
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT(
      Group.CONTENT, ValueForm.COUNT, "128", "Most attributes of a span"),
  OTEL_SPAN_EVENT_COUNT_LIMIT(Group.CONTENT, ValueForm.COUNT, "128", "Most events of a span"),
  OTEL_SPAN_LINK_COUNT_LIMIT(Group.CONTENT, ValueForm.COUNT, "128", "Most links of a span"),
  OTEL_METRIC_EXPORT_INTERVAL(
      Group.CONTENT,
      ValueForm.PERIOD,
      "60000",
      "Milliseconds between metrics of a command that runs for long"),
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE(
      Group.CONTENT,
      ValueForm.oneOf("delta", "cumulative", "lowmemory"),
      "delta",
      "`delta`, `cumulative` or `lowmemory`"),
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION(
      Group.CONTENT,
      ValueForm.oneOf("explicit_bucket_histogram", "base2_exponential_bucket_histogram"),
      "explicit_bucket_histogram",
      "Or `base2_exponential_bucket_histogram`"),
  OTEL_CONFIG_FILE(
      Group.CONTENT, ValueForm.NONE, "", "Not understood, which is said: set the other variables"),
  OTEL_METRICS_EXEMPLAR_FILTER(
      Group.CONTENT,
      ValueForm.oneOf("trace_based", "always_on", "always_off"),
      "trace_based",
      "`trace_based`, `always_on` or `always_off`");

  private final Group group;
  private final ValueForm form;
  private final String byDefault;
  private final String meaning;

  /** What variables are about. */
  public enum Group {
    /** Whether anything is sent. */
    SWITCH,
    /** How things are sent, for all signals or for one: its name stands after {@code OTLP_}. */
    SIGNAL,
    /** How things are sent. */
    SENDING,
    /** How much is sent at once, and how often. */
    BATCHES,
    /** What is sent. */
    CONTENT
  }

  OtelVariable(Group group, ValueForm form, String byDefault, String meaning) {
    this.group = group;
    this.form = form;
    this.byDefault = byDefault;
    this.meaning = meaning;
  }

  /** Returns what the variable is about. */
  public Group group() {
    return group;
  }

  /** Returns what values of it make sense. */
  ValueForm form() {
    return form;
  }

  /** Returns what holds without it; empty for nothing. */
  public Optional<String> byDefault() {
    return Optional.of(byDefault).filter(text -> !text.isEmpty());
  }

  /** Returns what it means, in Markdown. */
  public String meaning() {
    return meaning;
  }

  /** Returns its names: one, or that for all signals and those for each. */
  public List<String> names() {
    if (group != Group.SIGNAL) {
      return List.of(name());
    }
    String suffix = name().substring("OTEL_EXPORTER_OTLP_".length());
    List<String> each =
        Arrays.stream(Signal.values())
            .map(signal -> "OTEL_EXPORTER_OTLP_" + signal + "_" + suffix)
            .toList();
    return List.of(name(), each.get(0), each.get(1), each.get(2));
  }
}
