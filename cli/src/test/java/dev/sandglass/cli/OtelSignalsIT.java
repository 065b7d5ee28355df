package dev.sandglass.cli;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sandglass.cli.otel.OtlpReceiver;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a backend gets to know of the executable when a signal ends it in the middle of work. */
@Timeout(180)
final class OtelSignalsIT extends SandboxFixture {
  private OtlpReceiver receiver;

  @BeforeEach
  void listen() {
    receiver = OtlpReceiver.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Process start(Map<String, String> more, String... arguments) {
    ProcessBuilder builder = world.sand(arguments);
    builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
    builder.environment().put("SANDGLASS_OTEL_FLUSH_TIMEOUT", "30s");
    builder.environment().putAll(more);
    return world.start(builder);
  }

  private int end(Process process, String signal) throws InterruptedException {
    assertThat(world.shell("kill -" + signal + " " + process.pid()).exitCode()).isZero();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  private Span span(String name) {
    assertThat(receiver.spans()).extracting(Span::getName).contains(name);
    return receiver.spans().stream()
        .filter(span -> span.getName().equals(name))
        .filter(span -> !name.contains("/") || span.getKind() == SPAN_KIND_CLIENT)
        .findFirst()
        .orElseThrow();
  }

  private static String attribute(Span span, String name) {
    return span.getAttributesList().stream()
        .filter(one -> one.getKey().equals(name))
        .map(KeyValue::getValue)
        .map(value -> value.hasIntValue() ? "" + value.getIntValue() : value.getStringValue())
        .findFirst()
        .orElse("");
  }

  private long sum(String name) {
    return receiver.metrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .map(Metric::getSum)
        .flatMap(sum -> sum.getDataPointsList().stream())
        .mapToLong(NumberDataPoint::getAsInt)
        .sum();
  }

  @Test
  void aCommandInASandboxThatIsInterruptedIsOneTrace() throws Exception {
    Process process = start(Map.of(), "exec", box, "--", "sh", "-c", "echo ready; sleep 7611");
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("ready");
    assertThat(end(process, "INT")).isEqualTo(130);
    Span root = span("sand exec");
    assertThat(root.getParentSpanId()).isEqualTo(ByteString.EMPTY);
    assertThat(root.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(attribute(root, "error.type")).isEqualTo("interrupted");
    assertThat(attribute(root, "process.exit.code")).isEqualTo("130");
    Span operation = span("Process.exec");
    assertThat(operation.getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(attribute(operation, "process.exit.code")).isEqualTo("130");
    Span request = span("GET /x-sandglass/sandboxes/:sandboxId/exec");
    assertThat(request.getParentSpanId()).isEqualTo(operation.getSpanId());
    assertThat(receiver.spans()).extracting(Span::getTraceId).containsOnly(root.getTraceId());
  }

  /** The provider is asked about the first of three, and never answers. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void whatIsUnderWayIsCancelled(String signal, int code) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout(60_000);
      Process process =
          start(
              Map.of("SANDGLASS_URL", "http://localhost:" + silent.getLocalPort()),
              "--provider",
              "opensandbox",
              "stop",
              "a",
              "b",
              "c");
      try (Socket asked = silent.accept()) {
        assertThat(asked.getInputStream().read()).isPositive();
        assertThat(end(process, signal)).isEqualTo(code);
      }
    }
    Span root = span("sand stop");
    assertThat(attribute(root, "error.type")).isEqualTo("interrupted");
    Span request = receiver.spans().stream().filter(this::isRequest).findFirst().orElseThrow();
    Span operation =
        receiver.spans().stream()
            .filter(span -> span.getSpanId().equals(request.getParentSpanId()))
            .findFirst()
            .orElseThrow();
    assertThat(operation.getName()).startsWith("Sandbox.");
    assertThat(operation.getParentSpanId()).isEqualTo(root.getSpanId());
    for (Span span : new Span[] {request, operation}) {
      assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(attribute(span, "error.type")).isEqualTo("cancelled");
    }
    assertThat(sum("sandglass.task.cancelled")).isEqualTo(3);
    assertThat(sum("sandglass.task.active")).isZero();
  }

  private boolean isRequest(Span span) {
    return span.getKind() == SPAN_KIND_CLIENT;
  }

  @Test
  void aDeadBackendDoesNotHoldItUp() throws IOException, InterruptedException {
    receiver.reply(new OtlpReceiver.Reply.Silence());
    Process process =
        start(
            Map.of("SANDGLASS_OTEL_FLUSH_TIMEOUT", "200ms"),
            "exec",
            box,
            "--",
            "sh",
            "-c",
            "echo ready; sleep 7612");
    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
    assertThat(end(process, "TERM")).isEqualTo(143);
  }
}
