package dev.sandglass.cli.otel;

import io.opentelemetry.exporter.internal.ExporterBuilderUtil;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.exporter.otlp.internal.HttpExporter;
import io.opentelemetry.exporter.otlp.internal.HttpExporterBuilder;
import io.opentelemetry.exporter.otlp.internal.OtlpConfigUtil;
import io.opentelemetry.exporter.otlp.internal.OtlpUserAgent;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.internal.StandardComponentId.ExporterType;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;

/**
 * OTLP as JSON over HTTP. The SDK can write it, since its marshallers can, but offers no exporter
 * that sends it; this is that, with the same settings as its exporters of Protobuf.
 */
final class JsonExporters {
  private JsonExporters() {}

  static SpanExporter spans(ConfigProperties config) {
    return new Spans(http(Signal.TRACES, ExporterType.OTLP_HTTP_SPAN_EXPORTER, config));
  }

  static MetricExporter metrics(ConfigProperties config) {
    AtomicReference<AggregationTemporalitySelector> temporality =
        new AtomicReference<>(AggregationTemporalitySelector.alwaysCumulative());
    AtomicReference<DefaultAggregationSelector> aggregation =
        new AtomicReference<>(DefaultAggregationSelector.getDefault());
    ExporterBuilderUtil.configureOtlpAggregationTemporality(config, temporality::set);
    ExporterBuilderUtil.configureOtlpHistogramDefaultAggregation(config, aggregation::set);
    return new Metrics(
        http(Signal.METRICS, ExporterType.OTLP_HTTP_METRIC_EXPORTER, config),
        temporality.get(),
        aggregation.get());
  }

  static LogRecordExporter logs(ConfigProperties config) {
    return new Logs(http(Signal.LOGS, ExporterType.OTLP_HTTP_LOG_EXPORTER, config));
  }

  private static HttpExporter http(Signal signal, ExporterType type, ConfigProperties config) {
    HttpExporterBuilder builder = new HttpExporterBuilder(type, "http://localhost:4318");
    OtlpUserAgent.addUserAgentHeader(builder::addConstantHeaders);
    OtlpConfigUtil.configureOtlpExporterBuilder(
        signal.text(),
        config,
        builder::setComponentLoader,
        builder::setEndpoint,
        builder::addConstantHeaders,
        builder::setCompression,
        builder::setTimeout,
        builder::setTrustManagerFromCerts,
        builder::setKeyManagerFromCerts,
        builder::setRetryPolicy,
        memoryMode -> {}, // for marshallers that are used again; these are used once
        builder::setInternalTelemetryVersion);
    return builder.exportAsJson().build();
  }

  private record Spans(HttpExporter http) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return http.export(TraceRequestMarshaler.create(spans), spans.size());
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return http.shutdown();
    }
  }

  private record Metrics(
      HttpExporter http,
      AggregationTemporalitySelector temporality,
      DefaultAggregationSelector aggregation)
      implements MetricExporter {
    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      return http.export(MetricsRequestMarshaler.create(metrics), metrics.size());
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return temporality.getAggregationTemporality(type);
    }

    @Override
    public Aggregation getDefaultAggregation(InstrumentType type) {
      return aggregation.getDefaultAggregation(type);
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return http.shutdown();
    }
  }

  private record Logs(HttpExporter http) implements LogRecordExporter {
    @Override
    public CompletableResultCode export(Collection<LogRecordData> records) {
      return http.export(LogsRequestMarshaler.create(records), records.size());
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return http.shutdown();
    }
  }
}
