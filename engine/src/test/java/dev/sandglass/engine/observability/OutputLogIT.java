package dev.sandglass.engine.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.RunningEngine.Answer;
import dev.sandglass.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What commands write and what happens to sandboxes, as records. */
class OutputLogIT {
  private static RunningEngine engine;

  @BeforeAll
  static void start() {
    engine = RunningEngine.start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static JsonNode logs(String id, String query) {
    Answer answer =
        engine.get("/v1/x-sandglass/sandboxes/" + id + "/telemetry/logs?limit=1000" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static List<JsonNode> items(String id, String query) {
    List<JsonNode> items = new ArrayList<>();
    logs(id, query).path("items").forEach(items::add);
    return items;
  }

  private static JsonNode awaited(String id, String body) {
    JsonNode[] found = new JsonNode[1];
    Await.until(
        () -> {
          for (JsonNode item : items(id, "")) {
            if (item.path("body").asText().equals(body)) {
              found[0] = item;
            }
          }
          return found[0] != null;
        });
    return found[0];
  }

  private static String background(String id, String... command) {
    Answer started =
        engine.post(
            "/v1/x-sandglass/sandboxes/" + id + "/commands",
            Json.text(Json.object().set("command", Json.array(List.of(command)))));
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    return started.json().path("id").asText();
  }

  @Test
  void aForegroundCommandIsRecordedWithoutItsArguments() {
    String id = engine.sandbox();
    engine.shell(id, "echo to-stdout; echo to-stderr >&2; : hunter2");
    JsonNode out = awaited(id, "to-stdout");
    assertThat(out.path("severityText").asText()).isEqualTo("INFO");
    assertThat(out.path("severityNumber").asInt()).isEqualTo(9);
    JsonNode attributes = out.path("logAttributes");
    assertThat(attributes.path("log.iostream").asText()).isEqualTo("stdout");
    assertThat(attributes.path("process.id").asText()).startsWith("cmd");
    assertThat(attributes.path("process.command").asText()).isIn("sh", "bash");
    assertThat(out.path("resourceAttributes").path("sandbox.id").asText()).isEqualTo(id);
    assertThat(out.path("serviceName").asText()).isEqualTo("sandbox-" + id);
    JsonNode error = awaited(id, "to-stderr");
    assertThat(error.path("severityText").asText()).isEqualTo("ERROR");
    assertThat(error.path("logAttributes").path("log.iostream").asText()).isEqualTo("stderr");
    assertThat(logs(id, "").toString()).doesNotContain("hunter2");
  }

  @Test
  void theEntryPointAndBackgroundCommandsAreRecorded() {
    String id =
        engine.sandbox(
            "{\"entrypoint\":[\"sh\",\"-c\",\"echo begun; echo bad >&2; exec sleep 600\"]}");
    assertThat(awaited(id, "begun").path("logAttributes").path("process.id").asText())
        .isEqualTo("entrypoint");
    assertThat(awaited(id, "bad").path("severityText").asText()).isEqualTo("ERROR");
    String command = background(id, "/bin/sh", "-c", "printf 'no line end'");
    JsonNode last = awaited(id, "no line end");
    assertThat(last.path("logAttributes").path("process.id").asText()).isEqualTo(command);
    assertThat(last.path("logAttributes").path("process.command").asText()).isEqualTo("sh");
    assertThat(items(id, "&process=" + command)).hasSize(1);
  }

  @Test
  void codeIsRecorded() {
    String id = engine.sandbox();
    Answer run =
        engine.post(
            "/v1/sandboxes/" + id + "/proxy/44772/code",
            "{\"code\":\"echo from-code\",\"context\":{\"language\":\"bash\"}}");
    assertThat(run.status()).as(run.body()).isEqualTo(200);
    assertThat(awaited(id, "from-code").path("logAttributes").path("process.command").asText())
        .isEqualTo("bash");
  }

  @Test
  void whatHappensToTheSandboxIsRecorded() {
    String id = engine.sandbox();
    JsonNode running = awaited(id, "the sandbox is running");
    assertThat(running.path("eventName").asText()).isEqualTo("sandbox.state");
    assertThat(running.path("logAttributes").path("sandbox.state").asText()).isEqualTo("Running");
    engine.post("/v1/x-sandglass/sandboxes/" + id + "/stop", "{\"timeoutSeconds\":0}");
    engine.await(id, "Stopped");
    awaited(id, "the sandbox is stopped: its files are kept");
    engine.delete("/v1/sandboxes/" + id);
    engine.await(id, "Deleted");
    assertThat(awaited(id, "the sandbox is terminated").path("resourceAttributes"))
        .anyMatch(value -> value.asText().equals(id));
  }

  @Test
  void recordsCanBeFilteredAndPaged() {
    String id = engine.sandbox();
    engine.shell(id, "for i in 1 2 3 4 5; do echo line-$i; done; echo Problem >&2");
    awaited(id, "Problem");
    awaited(id, "line-5");
    assertThat(items(id, "&severities=ERROR")).hasSize(1);
    assertThat(items(id, "&severities=warn,fatal")).isEmpty();
    assertThat(items(id, "&search=problem")).hasSize(1);
    JsonNode page = logs(id, "&search=line-&limit=2&page=2");
    // The first of two limits counts.
    assertThat(page.path("total").asInt()).isEqualTo(5);
    JsonNode second =
        engine
            .get(
                "/v1/x-sandglass/sandboxes/"
                    + id
                    + "/telemetry/logs?search=line-&limit=2&page=2&order=desc")
            .json();
    assertThat(second.path("totalPages").asInt()).isEqualTo(3);
    assertThat(second.path("items"))
        .extracting(item -> item.path("body").asText())
        .containsExactly("line-3", "line-2");
    assertThat(items(id, "&from=2099-01-01T00:00:00Z")).isEmpty();
    Answer wrong =
        engine.get("/v1/x-sandglass/sandboxes/" + id + "/telemetry/logs?severities=LOUD");
    assertThat(wrong.status()).isEqualTo(400);
  }

  @Test
  void bytesThatAreNoTextBecomeReplacementCharacters() {
    String id = engine.sandbox();
    engine.shell(id, "printf 'bad \\377\\376 \\303\\050 \\355\\240\\200 end\\n'");
    Await.until(() -> !items(id, "&search=bad").isEmpty());
    assertThat(items(id, "&search=bad").get(0).path("body").asText())
        .startsWith("bad \uFFFD\uFFFD \uFFFD( \uFFFD")
        .endsWith(" end");
    // In a file, and cut in the middle of a character.
    background(id, "sh", "-c", "head -c 16383 /dev/zero | tr '\\0' y; printf '\\303\\251\\n'");
    Await.until(() -> !items(id, "&search=yyyy").isEmpty());
    assertThat(items(id, "&search=yyyy").get(0).path("body").asText())
        .hasSize(16 * 1024)
        .endsWith("y\uFFFD");
  }

  @Test
  void newRecordsAreWaitedFor() throws Exception {
    String id = engine.sandbox();
    awaited(id, "the sandbox is running");
    long cursor = logs(id, "").path("cursor").asLong();
    assertThat(items(id, "&after=" + cursor)).isEmpty();
    CompletableFuture<JsonNode> next =
        CompletableFuture.supplyAsync(
            () -> logs(id, "&waitSeconds=30&search=awaited&after=" + cursor));
    engine.shell(id, "echo other; echo awaited");
    JsonNode found = next.get(30, TimeUnit.SECONDS);
    assertThat(found.path("items")).hasSize(1);
    assertThat(found.path("cursor").asLong()).isGreaterThan(cursor);
  }

  @Test
  void aFloodIsBoundedAndSaysSo() {
    String id = engine.sandbox();
    String other = engine.sandbox();
    // Ten megabytes in one line, and then very many lines.
    engine.shell(id, "head -c 10000000 /dev/zero | tr '\\0' x; echo");
    engine.shell(id, "yes flood | head -c 600000");
    engine.shell(other, "echo heard");
    awaited(other, "heard");
    // Of what is dropped is told from time to time.
    Await.until(() -> dropped(id) > 1_000_000);
    assertThat(items(id, "&search=were%20not%20recorded").get(0).path("severityText").asText())
        .isEqualTo("WARN");
    JsonNode huge = items(id, "&search=xxxx").get(0);
    assertThat(huge.path("body").asText()).hasSize(16 * 1024);
    assertThat(logs(id, "&search=flood").path("total").asLong()).isLessThan(60_000);
    assertThat(unrecorded(id)).isGreaterThan(5_000_000);
    assertThat(unrecorded(other)).isZero();
  }

  /** Bytes that were not recorded, as the engine counts them. */
  private static long unrecorded(String id) {
    JsonNode signals = engine.get("/v1/x-sandglass/sandboxes/" + id).json().path("signals");
    return signals.path("droppedLogBytes").asLong(-1);
  }

  private static long dropped(String id) {
    return items(id, "&search=were%20not%20recorded").stream()
        .map(item -> item.path("logAttributes").path("sandbox.log.dropped_bytes").asText())
        .mapToLong(Long::parseLong)
        .sum();
  }

  /** A sandbox with a volume that may be written ends its processes before it is deleted. */
  private static String endsWith(String script) {
    String id =
        engine.sandbox(
            "{\"entrypoint\":"
                + Json.text(Json.array(List.of("sh", "-c", script)))
                + ",\"volumes\":[{\"name\":\"data\",\"mountPath\":\"/data\","
                + "\"pvc\":{\"claimName\":\"last\"}}]}");
    awaited(id, "ready");
    engine.delete("/v1/sandboxes/" + id);
    engine.await(id, "Deleted");
    return id;
  }

  @Test
  void theLastWordsOfASandboxAreRecorded() {
    String wait = "; echo ready; while :; do sleep 0.1; done";
    String id = endsWith("trap 'echo the last line; printf and-words; exit' TERM" + wait);
    awaited(id, "the last line");
    awaited(id, "and-words");
    awaited(id, "the sandbox is terminated");
  }

  @Test
  void theLastWordsOfASandboxThatIsStoppedAreRecorded() {
    String script = "trap 'echo the last line; exit' TERM; echo ready; while :; do sleep 0.1; done";
    String id =
        engine.sandbox(
            Json.text(Json.object().set("entrypoint", Json.array(List.of("sh", "-c", script)))));
    awaited(id, "ready");
    engine.post("/v1/x-sandglass/sandboxes/" + id + "/stop", "{\"timeoutSeconds\":5}");
    engine.await(id, "Stopped");
    // At once, and so over what it wrote before.
    engine.post("/v1/x-sandglass/sandboxes/" + id + "/start", "");
    engine.await(id, "Running");
    awaited(id, "the last line");
  }

  @Test
  void tooManyLastWordsAreCounted() {
    String wait = "; echo ready; while :; do sleep 0.1; done";
    String id = endsWith("trap 'yes flood | head -c 12000000; exit' TERM" + wait);
    Await.until(() -> dropped(id) > 1_000_000);
  }

  @Test
  void nothingIsLostOrDoubledWhenTheEngineIsKilled() {
    try (RunningEngine own = RunningEngine.start()) {
      String id =
          own.sandbox(
              "{\"entrypoint\":[\"sh\",\"-c\","
                  + "\"i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo n$i; sleep 0.01; done;"
                  + " exec sleep 600\"]}");
      String path = "/v1/x-sandglass/sandboxes/" + id + "/telemetry/logs?limit=1000&search=n";
      Await.until(() -> own.get(path).json().path("items").size() > 20);
      own.killNine();
      own.restart();
      Await.until(() -> own.get(path + "400").json().path("items").size() == 1);
      List<String> bodies = new ArrayList<>();
      own.get(path + "&process=entrypoint")
          .json()
          .path("items")
          .forEach(item -> bodies.add(item.path("body").asText()));
      List<String> expected = new ArrayList<>();
      for (int i = 1; i <= 400; i++) {
        expected.add("n" + i);
      }
      assertThat(bodies).containsExactlyElementsOf(expected);
    }
  }
}
