package dev.sandglass.cli;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sandglass.cli.SandWorld.Ended;
import dev.sandglass.cli.otel.Certificates;
import dev.sandglass.cli.otel.OtlpReceiver;
import dev.sandglass.cli.otel.Protocol;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The executable, the local engine, a program in a sandbox and a backend: one trace. */
@ExtendWith(SandWorldParameter.class)
final class OtelEndToEndIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  /**
   * A traced program: it makes one span, whose parent is the one that it was given, and sends it to
   * the receiver that it finds in its sandbox, which has no network. The engine sends it on.
   */
  private static final String PROGRAM =
      """
      import json, os, urllib.request
      version, trace, parent, flags = os.environ['TRACEPARENT'].split('-')
      span = {'traceId': trace, 'spanId': '1112131415161718', 'parentSpanId': parent,
              'name': 'inside', 'kind': 1, 'startTimeUnixNano': '1', 'endTimeUnixNano': '2'}
      told = json.dumps({'resourceSpans': [{'scopeSpans': [{'spans': [span]}]}]})
      urllib.request.urlopen(urllib.request.Request(
          os.environ['OTEL_EXPORTER_OTLP_ENDPOINT'] + '/v1/traces', told.encode(),
          {'Content-Type': 'application/json'})).read()
      """;

  @TempDir private static Path directory;
  private static Certificates certificates;

  @BeforeAll
  static void sign() throws Exception {
    certificates = new Certificates(directory);
  }

  private static Ended run(SandWorld world, Map<String, String> variables, String... arguments) {
    ProcessBuilder builder = world.sand(arguments);
    builder.environment().putAll(variables);
    return world.end(world.start(builder), new byte[0]);
  }

  @Test
  void oneTraceFromTheCallerToAProgramInTheSandbox(SandWorld world) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      Ended ended =
          run(
              world,
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  receiver.url(),
                  "SANDGLASS_OTEL_FLUSH_TIMEOUT",
                  "60s",
                  "TRACEPARENT",
                  "00-" + TRACE + "-" + CALLER + "-01"),
              "run",
              "--otel-export",
              "--",
              "python3",
              "-c",
              PROGRAM);
      assertThat(ended.exitCode()).as(ended.errText()).isZero();
      world.untilEngine(
          "send the span from inside",
          () -> receiver.spans().stream().anyMatch(span -> span.getName().equals("inside")));
      Map<String, Span> spans = new HashMap<>();
      receiver.spans().forEach(span -> spans.put(hex(span.getSpanId()), span));
      assertThat(spans.values()).allMatch(span -> hex(span.getTraceId()).equals(TRACE));
      Span inside = spans.get("1112131415161718");
      assertThat(inside.getName()).isEqualTo("inside");
      Span at = inside;
      while (spans.containsKey(hex(at.getParentSpanId()))) {
        at = spans.get(hex(at.getParentSpanId()));
      }
      assertThat(at.getName()).isEqualTo("sand run");
      assertThat(hex(at.getParentSpanId())).isEqualTo(CALLER);
      assertThat(spans.get(hex(inside.getParentSpanId())).getName()).startsWith("Process.");
      assertTheEngineTookPart(receiver, spans);
      assertThat(receiver.spans().toString())
          .doesNotContain("import json")
          .doesNotContain("python3");
    }
  }

  private static void assertTheEngineTookPart(OtlpReceiver receiver, Map<String, Span> spans) {
    assertThat(receiver.resource("dev.sandglass.engine"::equals))
        .containsEntry("service.name", "sandglass-engine");
    List<Span> engine =
        spans.values().stream().filter(span -> span.getKind() == SPAN_KIND_SERVER).toList();
    assertThat(engine)
        .extracting(Span::getName)
        .contains("POST /sandboxes", "GET /x-sandglass/sandboxes/:sandboxId/exec");
    for (Span span : engine) {
      Span request = spans.get(hex(span.getParentSpanId()));
      assertThat(request.getKind()).isEqualTo(SPAN_KIND_CLIENT);
      assertThat(span.getStartTimeUnixNano()).isBetween(1L, span.getEndTimeUnixNano());
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theExecutableSpeaksEveryProtocol(Protocol protocol, SandWorld world) {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      Ended ended =
          run(
              world,
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  receiver.url(),
                  "OTEL_EXPORTER_OTLP_PROTOCOL",
                  protocol.text(),
                  "OTEL_EXPORTER_OTLP_COMPRESSION",
                  "gzip"),
              "otel",
              "test");
      assertThat(ended.exitCode()).as(ended.outText() + ended.errText()).isZero();
      assertThat(receiver.requests())
          .hasSize(3)
          .allMatch(one -> one.protocol() == protocol && one.compressed());
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theExecutableSpeaksTlsWithCertificatesOfTheUsersOwn(Protocol protocol, SandWorld world)
      throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start(certificates.mutual())) {
      Map<String, String> variables = new HashMap<>();
      variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
      variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.text());
      assertThat(run(world, variables, "otel", "test").outText()).contains("TLS: ");
      assertThat(receiver.requests()).isEmpty();
      variables.put("OTEL_EXPORTER_OTLP_CERTIFICATE", certificates.pem("ca"));
      variables.put("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", certificates.pem("client"));
      variables.put("OTEL_EXPORTER_OTLP_CLIENT_KEY", certificates.key("client"));
      Ended ended = run(world, variables, "otel", "test");
      assertThat(ended.exitCode()).as(ended.outText() + ended.errText()).isZero();
      assertThat(receiver.requests()).hasSize(3).allMatch(one -> one.protocol() == protocol);
    }
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
