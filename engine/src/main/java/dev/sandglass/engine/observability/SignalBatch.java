package dev.sandglass.engine.observability;

import com.google.protobuf.MessageLite;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** Signals of one kind and one origin, as OTLP messages. Immutable. */
public sealed interface SignalBatch {
  /** Whose they are. */
  SignalOrigin origin();

  /** How many log records, data points or spans. */
  int records();

  /** Their size as Protobuf, in bytes. */
  long bytes();

  /** The same signals with changed resources. */
  SignalBatch withResources(UnaryOperator<Resource> change);

  /** Log records. */
  record Logs(SignalOrigin origin, List<ResourceLogs> content) implements SignalBatch {
    /** Copies the list. */
    public Logs {
      content = List.copyOf(content);
    }

    @Override
    public int records() {
      return content.stream()
          .flatMap(resource -> resource.getScopeLogsList().stream())
          .mapToInt(scope -> scope.getLogRecordsCount())
          .sum();
    }

    @Override
    public long bytes() {
      return size(content);
    }

    @Override
    public Logs withResources(UnaryOperator<Resource> change) {
      return new Logs(
          origin,
          content.stream()
              .map(r -> r.toBuilder().setResource(change.apply(r.getResource())).build())
              .toList());
    }
  }

  /** Metrics. */
  record Metrics(SignalOrigin origin, List<ResourceMetrics> content) implements SignalBatch {
    /** Copies the list. */
    public Metrics {
      content = List.copyOf(content);
    }

    @Override
    public int records() {
      return content.stream()
          .flatMap(resource -> resource.getScopeMetricsList().stream())
          .flatMap(scope -> scope.getMetricsList().stream())
          .mapToInt(Metrics::points)
          .sum();
    }

    private static int points(Metric metric) {
      return switch (metric.getDataCase()) {
        case GAUGE -> metric.getGauge().getDataPointsCount();
        case SUM -> metric.getSum().getDataPointsCount();
        case HISTOGRAM -> metric.getHistogram().getDataPointsCount();
        case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsCount();
        case SUMMARY -> metric.getSummary().getDataPointsCount();
        case DATA_NOT_SET -> 0;
      };
    }

    @Override
    public long bytes() {
      return size(content);
    }

    @Override
    public Metrics withResources(UnaryOperator<Resource> change) {
      return new Metrics(
          origin,
          content.stream()
              .map(r -> r.toBuilder().setResource(change.apply(r.getResource())).build())
              .toList());
    }
  }

  /** Spans. */
  record Spans(SignalOrigin origin, List<ResourceSpans> content) implements SignalBatch {
    /** Copies the list. */
    public Spans {
      content = List.copyOf(content);
    }

    @Override
    public int records() {
      return content.stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .mapToInt(scope -> scope.getSpansCount())
          .sum();
    }

    @Override
    public long bytes() {
      return size(content);
    }

    @Override
    public Spans withResources(UnaryOperator<Resource> change) {
      return new Spans(
          origin,
          content.stream()
              .map(r -> r.toBuilder().setResource(change.apply(r.getResource())).build())
              .toList());
    }
  }

  private static long size(Collection<? extends MessageLite> messages) {
    return messages.stream().mapToLong(MessageLite::getSerializedSize).sum();
  }
}
