package dev.sandglass.engine.observability.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs in sandboxes tell reaches backends, sooner or later. */
@Timeout(180)
class ForwarderIT {
  private static final String SECRET = "hunter2-in-a-header";

  private final Backend backend = new Backend();
  private RunningEngine engine;

  @AfterEach
  void end() {
    engine.close();
    backend.close();
  }

  private void start(Map<String, String> environment) {
    engine = RunningEngine.start(environment);
  }

  private String tell(String box, String trace) {
    String span =
        "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"sandbox.id\",\"value\":"
            + "{\"stringValue\":\"forged\"}}]},\"scopeSpans\":[{\"spans\":[{\"traceId\":\""
            + trace
            + "\",\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"inner\",\"startTimeUnixNano\":\"1\","
            + "\"attributes\":[{\"key\":\"b\",\"value\":{\"bytesValue\":\"AQI=\"}}]}]}]}]}";
    return engine.shell(
        box,
        "printf %s '"
            + span
            + "' | curl -sS -m 20 -w '%{http_code}' --data-binary @- -H"
            + " content-type:application/json http://127.0.0.1:4318/v1/traces");
  }

  private static String trace(int number) {
    return "%032x".formatted(number);
  }

  private JsonNode forwarding() {
    return engine.get("/v1/x-sandglass/engine").json().path("forwarding");
  }

  private String exported(String protocol) {
    ObjectNode request = Json.object();
    request
        .putObject("env")
        .put("OTEL_EXPORTER_OTLP_ENDPOINT", backend.url())
        .put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)
        .put("OTEL_EXPORTER_OTLP_HEADERS", "x-key=" + SECRET + ",x-other=a%20b")
        .put("OTEL_EXPORTER_OTLP_LOGS_HEADERS", "x-key=" + SECRET);
    request.putObject("extensions").put("sandglass.otel-export", "true");
    return engine.sandbox(Json.text(request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf", "http/json"})
  void aSandboxesOwnBackendGetsWhatItTellsAndNothingInsideKnowsTheHeaders(String protocol) {
    start(Map.of());
    String box = exported(protocol);
    String other = engine.sandbox();
    assertThat(tell(box, trace(1))).isEqualTo("{}200\n");
    assertThat(tell(other, trace(2))).isEqualTo("{}200\n");
    Map<String, String> span = backend.spans(trace(1)).get(0);
    assertThat(span).containsEntry("name", "inner").containsEntry("sandbox.id", box);
    assertThat(backend.traces().get(0).headers())
        .containsEntry("x-key", SECRET)
        .containsEntry("x-other", "a b")
        .containsEntry(protocol.equals("grpc") ? "grpc-encoding" : "content-encoding", "gzip");
    assertThat(backend.now(trace(2))).isEmpty();
    assertThat(
            engine.shell(
                box, "env; cat /proc/*/environ /proc/*/cmdline 2>/dev/null | tr '\\0' ' '"))
        .contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318")
        .doesNotContain(SECRET)
        .doesNotContain(backend.url());
    assertThat(engine.get("/v1/sandboxes/" + box).body()).doesNotContain(SECRET);
    assertThat(engine.get("/v1/x-sandglass/sandboxes/" + box).body()).doesNotContain(SECRET);
    assertThat(engine.log()).doesNotContain(SECRET);
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void theEnginesBackendGetsTheRest(@TempDir Path directory) throws IOException {
    Path headers = Files.writeString(directory.resolve("headers"), "x-key=" + SECRET + "\n");
    Files.setPosixFilePermissions(headers, PosixFilePermissions.fromString("rw-------"));
    start(
        Map.of(
            "SANDGLASS_ENGINE_OTLP_ENDPOINT",
            backend.url() + "/base/",
            "SANDGLASS_ENGINE_OTLP_HEADERS_FILE",
            headers.toString()));
    assertThat(tell(engine.sandbox(), trace(3))).isEqualTo("{}200\n");
    backend.spans(trace(3));
    assertThat(backend.traces().get(0).path()).isEqualTo("/base/v1/traces");
    assertThat(backend.traces().get(0).headers()).containsEntry("x-key", SECRET);
    Await.until(() -> forwarding().path("sentRecords").asLong() >= 1);
    assertThat(forwarding().path("endpoint").asText()).isEqualTo(backend.url() + "/base/");
    assertThat(engine.get("/v1/x-sandglass/engine").body()).doesNotContain(SECRET);
  }

  @Test
  void nothingIsLostWhileABackendIsDownAndTheEngineIsKilledMeanwhile() {
    start(Map.of());
    String box = exported("http/protobuf");
    backend.down();
    for (int i = 10; i < 15; i++) {
      assertThat(tell(box, trace(i))).isEqualTo("{}200\n");
    }
    Await.until(() -> forwarding().path("queuedBytes").asLong() > 0 && files(box).size() > 1);
    assertThat(mode(files(box).get(0))).isEqualTo("rw-------");
    Await.until(() -> !forwarding().path("lastProblem").asText().isEmpty());
    awaitQuiet(box);
    engine.killNine();
    engine.restart();
    assertThat(tell(box, trace(15))).isEqualTo("{}200\n");
    backend.up();
    for (int i = 10; i < 16; i++) {
      assertThat(backend.spans(trace(i))).hasSize(1);
    }
    Await.until(() -> forwarding().path("queuedBytes").asLong() == 0);
    engine.delete("/v1/sandboxes/" + box);
    engine.await(box, "Deleted");
  }

  /** What was told is on disk a moment later. */
  private void awaitQuiet(String box) {
    long begin = System.nanoTime();
    Await.until(() -> System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(1));
    assertThat(files(box)).isNotEmpty();
  }

  @Test
  void whatToSendAgainAndWhenIsTheBackendsToSay() {
    start(Map.of());
    String box = exported("http/protobuf");
    backend.refuse(r -> r.response().setStatusCode(503).putHeader("retry-after", "3").end());
    tell(box, trace(20));
    Await.until(() -> backend.traces().size() >= 2);
    long waited = backend.traces().get(1).nanos() - backend.traces().get(0).nanos();
    assertThat(TimeUnit.NANOSECONDS.toMillis(waited)).isBetween(2_900L, 20_000L);
    backend.refuse(r -> r.response().setStatusCode(400).end());
    tell(box, trace(21));
    Await.until(() -> forwarding().path("droppedRecords").asLong() == 1);
    byte[] partial = {10, 6, 8, 1, 18, 2, 'n', 'o'};
    backend.refuse(r -> r.response().end(io.vertx.core.buffer.Buffer.buffer(partial)));
    tell(box, trace(22));
    Await.until(() -> forwarding().path("rejectedRecords").asLong() == 1);
    tell(box, trace(23));
    backend.spans(trace(23));
    assertThat(backend.now(trace(21))).hasSize(1);
    assertThat(backend.now(trace(22))).hasSize(1);
  }

  @Test
  void theSameWithGrpc() {
    start(Map.of());
    String box = exported("grpc");
    // UNAVAILABLE with RetryInfo of two seconds.
    String details = "CA4aMAoodHlwZS5nb29nbGVhcGlzLmNvbS9nb29nbGUucnBjLlJldHJ5SW5mbxIECgIIAg";
    backend.refuse(
        r ->
            r.response()
                .putHeader("content-type", "application/grpc")
                .putHeader("grpc-status", "14")
                .putHeader("grpc-status-details-bin", details)
                .end());
    tell(box, trace(30));
    Await.until(() -> backend.traces().size() >= 2);
    long waited = backend.traces().get(1).nanos() - backend.traces().get(0).nanos();
    assertThat(TimeUnit.NANOSECONDS.toMillis(waited)).isBetween(1_900L, 20_000L);
    backend.refuse(
        r ->
            r.response()
                .putHeader("content-type", "application/grpc")
                .putHeader("grpc-status", "8")
                .end());
    tell(box, trace(31));
    Await.until(() -> forwarding().path("droppedRecords").asLong() == 1);
  }

  @Test
  void aDeadBackendCostsNoMoreThanTheBound() {
    start(
        Map.of(
            "SANDGLASS_ENGINE_OTLP_QUEUE_SIZE",
            "16k",
            "SANDGLASS_ENGINE_OTLP_ENDPOINT",
            backend.url()));
    String box = engine.sandbox();
    String quiet = engine.sandbox();
    backend.down();
    for (int i = 0; i < 40; i++) {
      int number = i;
      assertThat(tell(box, trace(100 + number))).isEqualTo("{}200\n");
    }
    Await.until(() -> forwarding().path("droppedRecords").asLong() > 0);
    assertThat(tell(quiet, trace(99))).isEqualTo("{}200\n");
    assertThat(forwarding().path("queuedBytes").asLong()).isBetween(1L, 16_000L);
    assertThat(signals(box).path("unsentRecords").asLong()).isPositive();
    assertThat(signals(box).path("queuedBytes").asLong()).isBetween(1L, 4_096L);
    Await.until(() -> signals(quiet).path("queuedBytes").asLong() > 0);
    assertThat(signals(quiet).path("sentRecords").asLong()).isZero();
    backend.up();
    backend.spans(trace(100));
    backend.spans(trace(99));
    Await.until(() -> signals(quiet).path("sentRecords").asLong() > 0);
    Await.until(() -> signals(box).path("queuedBytes").asLong() == 0);
  }

  private JsonNode signals(String box) {
    return engine.get("/v1/x-sandglass/sandboxes/" + box).json().path("signals");
  }

  @Test
  void whatMakesNoSenseIsRefusedWithoutQuotingIt() {
    start(Map.of());
    ObjectNode request = Json.object();
    request.putObject("image").put("uri", "host");
    request.putArray("entrypoint").add("true");
    request.putObject("resourceLimits");
    request.putObject("extensions").put("sandglass.otel-export", "true");
    assertThat(engine.post("/v1/sandboxes", Json.text(request)).message()).contains("ENDPOINT");
    request
        .putObject("env")
        .put("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otel.example.com")
        .put("OTEL_EXPORTER_OTLP_HEADERS", SECRET);
    RunningEngine.Answer answer = engine.post("/v1/sandboxes", Json.text(request));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("pair 1").doesNotContain(SECRET);
  }

  private List<Path> files(String box) {
    Path outbox = engine.directories().state().resolve("signals/outbox").resolve("sandbox-" + box);
    try (var files = Files.list(outbox)) {
      return files.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
