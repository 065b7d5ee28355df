package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.FakeProvider.Answer;
import dev.sandglass.cli.otel.OtlpReceiver;
import dev.sandglass.cli.otel.Protocol;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What variables say about the contents of spans and metrics, and what work on many counts. */
final class OtelContentTest {
  @TempDir private Path home;
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Recorded run(
      Function<String, Answer> answers, Map<String, String> more, String... arguments) {
    try (var provider = new FakeProvider(answers)) {
      Map<String, String> variables = new HashMap<>(provider.variables());
      variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
      variables.put("SANDGLASS_OTEL_FLUSH_TIMEOUT", "60s");
      variables.putAll(more);
      return Recorded.run(home, variables, arguments);
    }
  }

  private Span span(String name, Span.SpanKind kind) {
    return receiver.spans().stream()
        .filter(span -> span.getName().equals(name) && span.getKind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private Metric metric(String name) {
    return receiver.metrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long sum(Metric metric) {
    return metric.getSum().getDataPointsList().stream().mapToLong(NumberDataPoint::getAsInt).sum();
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_ATTRIBUTE_COUNT_LIMIT, 3, 3",
    "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT, 2, 2",
    "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT, 0, 0",
  })
  void attributesBeyondTheLimitAreDropped(String variable, String limit, int kept) {
    run(request -> Answer.UNAUTHORIZED, Map.of(variable, limit), "ls");
    Span request = span("GET /sandboxes", Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(request.getAttributesCount()).isEqualTo(kept);
    assertThat(request.getDroppedAttributesCount()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT"})
  void longValuesAreCut(String variable) {
    run(request -> Answer.UNAUTHORIZED, Map.of(variable, "5"), "ls");
    assertThat(span("GET /sandboxes", Span.SpanKind.SPAN_KIND_CLIENT).getAttributesList())
        .anyMatch(one -> one.getValue().getStringValue().equals("/sand"))
        .allMatch(one -> one.getValue().getStringValue().length() <= 5);
  }

  @Test
  void eventsBeyondTheLimitAreDropped() {
    run(request -> new Answer(503, ""), Map.of("OTEL_SPAN_EVENT_COUNT_LIMIT", "1"), "ls");
    Span operation = span("Sandbox.list", Span.SpanKind.SPAN_KIND_INTERNAL);
    assertThat(operation.getEventsList())
        .singleElement()
        .matches(event -> event.getName().equals("http.retry"));
    assertThat(operation.getDroppedEventsCount()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void histogramsAreAggregatedAsAskedFor(Protocol protocol) {
    run(request -> Answer.UNAUTHORIZED, Map.of(), "ls");
    assertThat(metric("http.client.request.duration").hasHistogram()).isTrue();
    receiver.requests().clear();
    run(
        request -> Answer.UNAUTHORIZED,
        Map.of(
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            protocol.text(),
            "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
            "base2_exponential_bucket_histogram"),
        "ls");
    assertThat(metric("http.client.request.duration").hasExponentialHistogram()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "trace_based, always_on, 1",
    "trace_based, always_off, 0",
    "always_on, always_off, 1",
    "always_off, always_on, 0"
  })
  void exemplarsAreThoseAskedFor(String filter, String sampler, int expected) {
    run(
        request -> Answer.UNAUTHORIZED,
        Map.of("OTEL_METRICS_EXEMPLAR_FILTER", filter, "OTEL_TRACES_SAMPLER", sampler),
        "ls");
    var point = metric("sandglass.operation.duration").getHistogram().getDataPoints(0);
    assertThat(point.getExemplarsCount()).isEqualTo(expected);
    assertThat(point.getExplicitBoundsList()).startsWith(0.005, 0.01, 0.025).endsWith(10.0);
  }

  @Test
  void workOnManySandboxesIsCountedOneByOne() {
    Recorded run =
        run(
            request -> {
              String id = request.substring(request.lastIndexOf('/') + 1);
              return id.equals("sandboxes")
                  ? new Answer(200, "{\"items\":[]}")
                  : request.startsWith("GET")
                      ? Answer.sandbox(id)
                      : new Answer(id.equals("c") ? 403 : 204, "");
            },
            Map.of(),
            "rm",
            "--no-wait",
            "a",
            "b",
            "c");
    assertThat(run.exitCode()).as(run.err()).isNotZero();
    assertThat(sum(metric("sandglass.task.completed"))).isEqualTo(2);
    assertThat(sum(metric("sandglass.task.failed"))).isEqualTo(1);
    assertThat(sum(metric("sandglass.task.active"))).isZero();
    assertThat(metric("sandglass.task.completed").getUnit()).isEqualTo("{task}");
    assertThat(metric("sandglass.task.failed").toString())
        .contains("Sandbox.delete")
        .contains("error.type");
    assertThat(receiver.metrics()).extracting(Metric::getName).doesNotHaveDuplicates();
  }
}
