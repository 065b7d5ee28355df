package dev.sandglass.sandbox.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.sandbox.Operation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is emitted must be what the tables say, as the documentation is made from them. */
final class DeclaredNames {
  private static final Set<String> OPERATIONS =
      Arrays.stream(Operation.values())
          .map(Operation::operationName)
          .collect(Collectors.toUnmodifiableSet());

  private DeclaredNames() {}

  static void check(SpanData span) {
    SpanType type =
        Arrays.stream(SpanType.values())
            .filter(candidate -> candidate.kind() == span.getKind())
            .findFirst()
            .orElseThrow();
    if (type == SpanType.OPERATION) {
      assertThat(OPERATIONS).contains(span.getName());
    }
    check(span.getName(), span.getAttributes(), type.attributes());
    for (EventData event : span.getEvents()) {
      SpanEvent declared =
          Arrays.stream(SpanEvent.values())
              .filter(candidate -> candidate.eventName().equals(event.getName()))
              .findFirst()
              .orElseThrow();
      check(event.getName(), event.getAttributes(), declared.attributes());
    }
  }

  static void check(MetricData data) {
    Metric declared =
        Arrays.stream(Metric.values())
            .filter(candidate -> candidate.metricName().equals(data.getName()))
            .findFirst()
            .orElseThrow();
    assertThat(data.getUnit()).isEqualTo(declared.unit());
    assertThat(data.getDescription()).isEqualTo(declared.description());
    for (PointData point : data.getData().getPoints()) {
      check(data.getName(), point.getAttributes(), declared.attributes());
    }
  }

  private static void check(String owner, Attributes found, List<SpanAttribute> declared) {
    List<String> keys = declared.stream().map(SpanAttribute::key).toList();
    found.forEach(
        (key, value) -> assertThat(keys).as("attributes of %s", owner).contains(key.getKey()));
  }
}
