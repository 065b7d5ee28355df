package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sandglass.cli.FakeProvider.Answer;
import dev.sandglass.cli.otel.OtlpReceiver;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command, its operations, their requests and the provider are one trace. */
final class OtelTraceTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir private Path home;
  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final FakeProvider provider = new FakeProvider(request -> Answer.UNAUTHORIZED);

  @AfterEach
  void stop() {
    provider.close();
    receiver.close();
  }

  private Recorded run() {
    return run(Map.of());
  }

  private Recorded run(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
    variables.put("SANDGLASS_OTEL_FLUSH_TIMEOUT", "60s");
    variables.putAll(provider.variables());
    variables.put("TRACEPARENT", "00-" + TRACE + "-b7ad6b7169203331-01");
    return Recorded.run(home, variables, "ls");
  }

  @Test
  void theTraceIsConnectedFromTheCallerToTheProvider() {
    assertThat(run().exitCode()).isEqualTo(ExitCode.CANNOT.code());
    Map<ByteString, Span> spans =
        receiver.spans().stream().collect(Collectors.toMap(Span::getSpanId, span -> span));
    Span request =
        spans.values().stream()
            .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
            .findAny()
            .orElseThrow();
    Span operation = spans.get(request.getParentSpanId());
    Span command = spans.get(operation.getParentSpanId());
    assertThat(operation.getName()).isEqualTo("Sandbox.list");
    assertThat(command.getName()).isEqualTo("sand ls");
    assertThat(hex(command.getParentSpanId())).isEqualTo("b7ad6b7169203331");
    assertThat(spans.values()).allMatch(span -> hex(span.getTraceId()).equals(TRACE));
    assertThat(provider.parents())
        .containsExactly("00-" + TRACE + "-" + hex(request.getSpanId()) + "-01");
    assertThat(command.toString()).contains("unauthorized");
  }

  @Test
  void theEngineIsAServiceOfItsOwn() {
    run(Map.of("OTEL_SERVICE_NAME", "mine", "OTEL_RESOURCE_ATTRIBUTES", "team=red"));
    assertThat(receiver.resource("dev.sandglass.engine"::equals))
        .containsExactlyInAnyOrderEntriesOf(Map.of("service.name", "mine-engine", "team", "red"));
    assertThat(receiver.resource(scope -> !scope.equals("dev.sandglass.engine")))
        .containsEntry("service.name", "mine")
        .containsKey("service.instance.id");
    Map<ByteString, Span> spans =
        receiver.spans().stream().collect(Collectors.toMap(Span::getSpanId, span -> span));
    assertThat(receiver.spans())
        .filteredOn(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
        .singleElement()
        .matches(span -> span.getName().equals("GET /sandboxes"))
        .extracting(span -> spans.get(span.getParentSpanId()).getKind())
        .isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
  }

  @Test
  void metricsAddUpAndKnowTheirTrace() {
    run();
    assertThat(receiver.metrics())
        .extracting(Metric::getName)
        .contains("sandglass.operation.duration", "http.client.request.duration")
        .allMatch(name -> name.startsWith("sandglass.") || name.startsWith("http."));
    Metric duration =
        receiver.metrics().stream()
            .filter(metric -> metric.getName().equals("sandglass.operation.duration"))
            .findAny()
            .orElseThrow();
    assertThat(duration.getHistogram().getAggregationTemporality().name()).endsWith("_DELTA");
    assertThat(duration.getHistogram().getDataPoints(0).getExemplarsList())
        .isNotEmpty()
        .allMatch(exemplar -> hex(exemplar.getTraceId()).equals(TRACE));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
