package dev.sandglass.cli.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shows what would be sent, a line each, on standard error: the SDK's own exporters of that kind
 * write log records to standard output, which belongs to data.
 */
final class ConsoleExporters {
  /** The names that users know them by; the second is the older one. */
  static final List<String> NAMES = List.of("console", "logging");

  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  private ConsoleExporters() {}

  static SpanExporter spans(Consumer<String> lines) {
    return new Spans(lines);
  }

  static MetricExporter metrics(Consumer<String> lines) {
    return new Metrics(lines);
  }

  static LogRecordExporter logs(Consumer<String> lines) {
    return new Logs(lines);
  }

  private record Spans(Consumer<String> lines) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      for (SpanData span : spans) {
        long nanos = span.getEndEpochNanos() - span.getStartEpochNanos();
        lines.accept(
            "span "
                + span.getTraceId()
                + " "
                + span.getSpanId()
                + " '"
                + span.getName()
                + "' "
                + nanos / NANOS_PER_MILLISECOND
                + "ms "
                + span.getStatus().getStatusCode()
                + " "
                + span.getAttributes());
      }
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private record Metrics(Consumer<String> lines) implements MetricExporter {
    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      for (MetricData metric : metrics) {
        for (PointData point : metric.getData().getPoints()) {
          lines.accept("metric '" + metric.getName() + "' " + metric.getUnit() + " " + point);
        }
      }
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.DELTA;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private record Logs(Consumer<String> lines) implements LogRecordExporter {
    @Override
    public CompletableResultCode export(Collection<LogRecordData> records) {
      for (LogRecordData record : records) {
        lines.accept(
            "log "
                + record.getSpanContext().getTraceId()
                + " "
                + record.getSpanContext().getSpanId()
                + " "
                + record.getSeverity()
                + " "
                + record.getInstrumentationScopeInfo().getName()
                + ": "
                + (record.getBodyValue() == null ? "" : record.getBodyValue().asString()));
      }
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
