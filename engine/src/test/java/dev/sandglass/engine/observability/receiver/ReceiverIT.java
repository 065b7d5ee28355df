package dev.sandglass.engine.observability.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs in a sandbox without network tell about themselves, in every form of OTLP. */
@Timeout(120)
class ReceiverIT {
  private static RunningEngine engine;
  private static StoredSignals stored;
  private static String box;

  @BeforeAll
  static void start() {
    engine = RunningEngine.start();
    stored = new StoredSignals(engine);
    box = engine.sandbox("{\"metadata\":{\"name\":\"told\"}}");
  }

  @AfterAll
  static void end() {
    stored.close();
    engine.close();
  }

  private static String curl(String path, String options, String body) {
    return engine.shell(
        box, "printf %s '" + body + "' | curl -sS -m 20 --data-binary @- " + options + " " + path);
  }

  private static String curl(String path, String body) {
    return curl(
        "http://127.0.0.1:4318" + path, "-w '%{http_code}' -H content-type:application/json", body);
  }

  @Test
  void theEnvironmentLeadsToIt() {
    assertThat(engine.shell(box, "echo $OTEL_EXPORTER_OTLP_ENDPOINT $OTEL_EXPORTER_OTLP_PROTOCOL"))
        .isEqualTo("http://127.0.0.1:4318 http/protobuf\n");
  }

  @Test
  void anEndpointOfTheUsersOwnStays() {
    String own =
        engine.sandbox("{\"env\":{\"OTEL_EXPORTER_OTLP_ENDPOINT\":\"http://127.0.0.1:9999\"}}");
    assertThat(engine.shell(own, "echo $OTEL_EXPORTER_OTLP_ENDPOINT,$OTEL_EXPORTER_OTLP_PROTOCOL"))
        .isEqualTo("http://127.0.0.1:9999,\n");
  }

  @Test
  void spansInJsonCarryTheResourceOfTheSandbox() {
    String trace = "5b8efff798038103d269b633813fc60c";
    String claimed =
        "{\"attributes\":[{\"key\":\"sandbox.id\",\"value\":{\"stringValue\":\"sb-other\"}},"
            + "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"mine\"}}]}";
    assertThat(curl("/v1/traces", Otlp.spans(claimed, Otlp.span(trace, "inner"))))
        .isEqualTo("{}200\n");
    JsonNode span = stored.spans(box, trace).get(0);
    assertThat(span.path("spanName").asText()).isEqualTo("inner");
    assertThat(span.path("serviceName").asText()).isEqualTo("mine");
    assertThat(span.path("resourceAttributes").path("sandbox.id").asText()).isEqualTo(box);
    assertThat(span.path("resourceAttributes").path("sandbox.name").asText()).isEqualTo("told");
    assertThat(span.path("spanAttributes").path("n").asText()).isEqualTo("7");
  }

  @Test
  void logsAndMetricsAreTakenToo() {
    String log =
        "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"0\","
            + "\"severityNumber\":9,\"body\":{\"stringValue\":\"a word\"},\"unknown\":[{}]}]}]}]}";
    assertThat(curl("/v1/logs", log)).isEqualTo("{}200\n");
    assertThat(stored.logs(box, "a word")).isEqualTo("a word");
    String metric =
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"app.things\","
            + "\"gauge\":{\"dataPoints\":[{\"asDouble\":1.5,\"timeUnixNano\":\""
            + System.currentTimeMillis()
            + "000000\"}]}}]}]}]}";
    assertThat(curl("/v1/metrics", metric)).isEqualTo("{}200\n");
    assertThat(stored.metric(box, "app.things")).isPositive();
  }

  @Test
  void whatTheEngineMeasuresIsNothingThatProgramsTell() {
    String points =
        "\"gauge\":{\"dataPoints\":[{\"asDouble\":99,\"timeUnixNano\":\""
            + System.currentTimeMillis()
            + "000000\"}]}";
    String metrics =
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":"
            + "\"sandglass.sandbox.claimed\","
            + points
            + "},{\"name\":\"sandglass.things\","
            + points
            + "}]}]}]}";
    assertThat(curl("/v1/metrics", metrics))
        .contains("\"rejectedDataPoints\":\"1\"", "sandglass.sandbox.")
        .endsWith("200\n");
    assertThat(stored.metric(box, "sandglass.things")).isPositive();
    assertThat(stored.metricNow(box, "sandglass.sandbox.claimed")).isZero();
  }

  @Test
  void protobufByHttpAndByGrpcCompressedOrNotAtBothPorts() {
    for (Otlp.Way way : Otlp.Way.values()) {
      for (int port : new int[] {4317, 4318}) {
        String trace = "%032x".formatted(0x1000 + way.ordinal() * 2 + port % 2);
        String answer = engine.shell(box, way.command(port, Otlp.protobuf(trace, way.name())));
        assertThat(answer).as("%s at %d", way, port).contains(way.success());
        assertThat(stored.spans(box, trace).get(0).path("spanName").asText()).isEqualTo(way.name());
      }
    }
  }

  @Test
  void whatIsMalformedIsRefusedForGood() {
    assertThat(curl("/v1/traces", "{\"resourceSpans\":[{]}"))
        .contains("\"code\":3")
        .endsWith("400\n");
    assertThat(curl("/v1/traces", "{\"resourceSpans\":7}")).endsWith("400\n");
    assertThat(curl("/v1/traces", "[]")).endsWith("400\n");
    assertThat(curl("/v1/nothing", "{}")).endsWith("404\n");
    String url = "http://127.0.0.1:4318/v1/traces -w '%{http_code}'";
    assertThat(curl(url, "-o /dev/null -H content-type:application/x-protobuf", "xyz"))
        .isEqualTo("400\n");
    assertThat(curl(url, "-o /dev/null -H content-type:text/plain", "x")).isEqualTo("415\n");
    assertThat(curl(url, "-o /dev/null -X PUT -H content-type:application/json", "{}"))
        .isEqualTo("405\n");
    assertThat(
            curl(
                url,
                "-o /dev/null -H content-encoding:gzip -H content-type:application/json",
                "{}"))
        .isEqualTo("400\n");
    String deep = "{\"arrayValue\":{\"values\":[".repeat(90) + "]}}".repeat(90);
    String body = Otlp.spans("{\"attributes\":[{\"key\":\"k\",\"value\":" + deep + "}]}", "");
    assertThat(curl("/v1/traces", body)).contains("nested").endsWith("400\n");
    String grpc =
        engine.shell(
            box,
            "printf xyz | curl -sS -m 20 -i --http2-prior-knowledge --data-binary @- -H"
                + " content-type:application/grpc http://127.0.0.1:4317"
                + "/opentelemetry.proto.collector.trace.v1.TraceService/Export");
    assertThat(grpc).contains("grpc-status: 3");
  }

  @Test
  void spansWithoutIdsAreRejectedAndTheOthersKept() {
    String trace = "5b8efff798038103d269b633813fc60d";
    String body = Otlp.spans("{}", Otlp.span(trace, "good") + "," + Otlp.span("", "bad"));
    assertThat(curl("/v1/traces", body))
        .contains("\"partialSuccess\":{\"rejectedSpans\":\"1\"")
        .endsWith("200\n");
    assertThat(stored.spans(box, trace)).hasSize(1);
  }

  @Test
  void whatIsTooLargeIsRefusedHoweverItIsPacked() {
    String send =
        " | curl -sS -m 20 -o /dev/null -w '%{http_code}' --data-binary @- -H"
            + " content-type:application/x-protobuf http://127.0.0.1:4318/v1/traces";
    assertThat(engine.shell(box, "head -c 5000000 /dev/zero" + send)).isEqualTo("413\n");
    assertThat(
            engine.shell(
                box, "head -c 90000000 /dev/zero | gzip" + send + " -H content-encoding:gzip"))
        .isEqualTo("413\n");
    // A million empty messages of two bytes each.
    assertThat(
            engine.shell(box, "head -c 2000000 /dev/zero | sed 's/\\x00\\x00/\\x0a\\x00/g'" + send))
        .isEqualTo("413\n");
  }

  @Test
  void aSandboxReachesItsOwnReceiverOnly() {
    String other = engine.sandbox();
    String trace = "5b8efff798038103d269b633813fc60e";
    engine.shell(
        other,
        "printf %s '"
            + Otlp.spans("{}", Otlp.span(trace, "other"))
            + "' | curl -sS --data-binary @- -H content-type:application/json"
            + " http://localhost:4318/v1/traces");
    assertThat(stored.spans(other, trace)).hasSize(1);
    assertThat(stored.now(box, trace)).isEmpty();
  }

  @Test
  void theEntryPointFindsItOpen() {
    String trace = "5b8efff798038103d269b633813fc60f";
    String program =
        "printf %s '"
            + Otlp.spans("{}", Otlp.span(trace, "first"))
            + "' | curl -sS --data-binary"
            + " @- -H content-type:application/json http://127.0.0.1:4318/v1/traces; sleep 1000";
    var request = Json.object();
    request.putArray("entrypoint").add("sh").add("-c").add(program);
    String id = engine.sandbox(Json.text(request));
    assertThat(stored.spans(id, trace)).hasSize(1);
  }

  @Test
  void nothingIsLeftOfIt() {
    String id = engine.sandbox();
    engine.shell(id, "true");
    assertThat(sockets(id)).hasSize(1);
    assertThat(relays(id)).hasSize(1);
    assertThat(engine.shell(id, "ps ax")).doesNotContain("perl");
    engine.delete("/v1/sandboxes/" + id);
    engine.await(id, "Deleted");
    Await.until(() -> relays(id).isEmpty() && sockets(id).isEmpty());
  }

  private static List<Path> sockets(String id) {
    try (var all = Files.list(engine.directories().runtime().resolve("otlp"))) {
      return all.filter(path -> path.getFileName().toString().startsWith(id)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<ProcessHandle> relays(String id) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              String line = process.info().commandLine().orElse("");
              return line.contains("perl - ") && line.contains(" " + id + ".");
            })
        .toList();
  }
}
