package dev.sandglass.engine.execution;

import static dev.sandglass.engine.execution.EngineUnderTest.await;
import static dev.sandglass.engine.execution.EngineUnderTest.json;
import static dev.sandglass.engine.execution.EngineUnderTest.texts;
import static dev.sandglass.engine.execution.EngineUnderTest.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Execd's commands over HTTP, in a real sandbox. */
@Timeout(120)
class CommandIT {
  private static EngineUnderTest engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new EngineUnderTest();
  }

  @AfterAll
  static void end() throws Exception {
    engine.close();
  }

  private static ObjectNode command(String text) {
    return Json.object().put("command", text);
  }

  @Test
  void streamsLinesAndTheEnd() {
    List<JsonNode> events = engine.command("echo one; echo; echo two; echo oops >&2");

    assertThat(types(events).get(0)).isEqualTo("init");
    assertThat(texts(events, "init").get(0)).startsWith("cmd-");
    assertThat(texts(events, "stdout")).containsExactly("one", "\n", "two");
    assertThat(texts(events, "stderr")).containsExactly("oops");
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("type").asText()).isEqualTo("execution_complete");
    assertThat(last.path("execution_time").isIntegralNumber()).isTrue();
    assertThat(last.path("timestamp").asLong()).isPositive();
  }

  @Test
  void sendsRawJsonAndABlankLineAsSoonAsALineIsThere() throws Exception {
    HttpResponse<InputStream> answer =
        engine.open("POST", engine.execd("/command"), "{\"command\":\"echo now; sleep 30\"}");
    try (var lines = new BufferedReader(new InputStreamReader(answer.body()))) {
      assertThat(json(lines.readLine()).path("type").asText()).isEqualTo("init");
      assertThat(lines.readLine()).isEmpty();
      assertThat(json(lines.readLine()).path("text").asText()).isEqualTo("now");
      assertThat(lines.readLine()).isEmpty();
      // Nothing is printed for three seconds, so a ping comes.
      assertThat(json(lines.readLine()).path("type").asText()).isEqualTo("ping");
    }
    await(() -> engine.processes().stream().noneMatch(line -> line.equals("sleep 30")));
  }

  @Test
  void endsAFailureWithItsExitCode() {
    List<JsonNode> events = engine.command("echo out; exit 3");

    assertThat(types(events)).containsExactly("init", "stdout", "error");
    JsonNode error = events.get(2).path("error");
    assertThat(error.path("ename").asText()).isEqualTo("CommandExecError");
    assertThat(error.path("evalue").asText()).isEqualTo("3");
    assertThat(error.path("traceback").isArray()).isTrue();

    String id = texts(events, "init").get(0);
    JsonNode status = json(engine.send("GET", engine.execd("/command/status/" + id), ""));
    assertThat(status.path("running").asBoolean()).isFalse();
    assertThat(status.path("exit_code").asInt()).isEqualTo(3);
    assertThat(status.path("content").asText()).isEqualTo("echo out; exit 3");
    assertThat(status.path("finished_at").asText()).isNotEmpty();
  }

  @Test
  void takesDirectoryEnvironmentAndUser() {
    ObjectNode request = command("pwd; echo $GREETING; id -u; id -g").put("cwd", "/tmp");
    request.put("uid", 0).putObject("envs").put("GREETING", "hello there");

    assertThat(texts(engine.events("/command", request), "stdout"))
        .containsExactly("/tmp", "hello there", "0", "0");
  }

  @Test
  void tellsOfADirectoryThatIsNotThere() {
    List<JsonNode> events = engine.events("/command", command("true").put("cwd", "/not/there"));

    assertThat(types(events)).containsExactly("init", "error");
    assertThat(events.get(1).path("error").path("evalue").asText()).contains("/not/there");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    for (String body :
        List.of(
            "{}",
            "[]",
            "{\"command\":\"\"}",
            "{\"command\":1}",
            "{\"command\":\"true\",\"gid\":1}",
            "{\"command\":\"true\",\"uid\":-1}",
            "{\"command\":\"true\",\"timeout\":\"1s\"}",
            "{\"command\":\"true\",\"envs\":{\"A=B\":\"\"}}")) {
      HttpResponse<String> answer = engine.send("POST", engine.execd("/command"), body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(json(answer).path("code").asText()).as(body).isEqualTo("INVALID_REQUEST_BODY");
    }
    assertThat(engine.send("GET", engine.execd("/command/status/none"), "").statusCode())
        .isEqualTo(404);
    assertThat(engine.send("DELETE", engine.execd("/command"), "").statusCode()).isEqualTo(400);
  }

  @Test
  void replacesInvalidTextAndCutsLongLines() {
    List<JsonNode> events =
        engine.command(
            "printf 'a\\377b\\n'; head -c 200000 /dev/zero | tr '\\0' x; echo; echo end");

    List<String> lines = texts(events, "stdout");
    assertThat(lines.get(0)).isEqualTo("a\uFFFDb");
    assertThat(lines.get(lines.size() - 1)).isEqualTo("end");
    List<String> pieces = lines.subList(1, lines.size() - 1);
    assertThat(pieces).allMatch(piece -> piece.length() <= 64 * 1024);
    assertThat(String.join("", pieces)).isEqualTo("x".repeat(200_000));
  }

  @Test
  void endsACommandAtItsTimeout() {
    long start = System.nanoTime();
    List<JsonNode> events =
        engine.events("/command", command("echo begin; sleep 60 & sleep 60").put("timeout", 500));

    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
    assertThat(texts(events, "stdout")).containsExactly("begin");
    JsonNode error = events.get(events.size() - 1).path("error");
    assertThat(error.path("ename").asText()).isEqualTo("CommandExecError");
    assertThat(error.path("traceback").path(0).asText()).contains("time-out of 500 ms");
    await(() -> engine.processes().stream().noneMatch(line -> line.equals("sleep 60")));
  }

  @Test
  void leavesNothingOfACommandThatStartsOthersWhileItIsEnded() {
    engine.events(
        "/command", command("while :; do sleep 71 & sleep 0.002; done").put("timeout", 500));
    await(() -> engine.processes().stream().noneMatch(line -> line.equals("sleep 71")));
  }

  @Test
  void interruptsACommand() throws Exception {
    HttpResponse<InputStream> answer =
        engine.open("POST", engine.execd("/command"), "{\"command\":\"sleep 61\"}");
    try (var lines = new BufferedReader(new InputStreamReader(answer.body()))) {
      String id = json(lines.readLine()).path("text").asText();
      await(() -> engine.processes().contains("sleep 61"));
      assertThat(engine.send("DELETE", engine.execd("/command?id=" + id), "").statusCode())
          .isEqualTo(200);
      List<String> rest = lines.lines().filter(line -> !line.isEmpty()).toList();
      assertThat(json(rest.get(rest.size() - 1)).path("error").path("evalue").asText())
          .isEqualTo("143");
    }
  }

  @Test
  void endsTheCommandOfAClientThatIsGone() throws Exception {
    HttpResponse<InputStream> answer =
        engine.open("POST", engine.execd("/command"), "{\"command\":\"sleep 62 & sleep 63\"}");
    await(() -> engine.processes().contains("sleep 63"));
    answer.body().close();
    await(
        () ->
            engine.processes().stream()
                .noneMatch(line -> line.equals("sleep 62") || line.equals("sleep 63")));
  }

  @Test
  void runsFiftyCommandsAtOnce() {
    List<CompletableFuture<List<JsonNode>>> running = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String command = "echo " + i;
      running.add(CompletableFuture.supplyAsync(() -> engine.command(command)));
    }
    for (int i = 0; i < 50; i++) {
      assertThat(texts(running.get(i).join(), "stdout")).containsExactly(Integer.toString(i));
    }
  }

  @Test
  void keepsAGigabyteForASlowReaderOutOfItsMemory() throws Exception {
    HttpResponse<InputStream> answer =
        engine.open(
            "POST",
            engine.execd("/command"),
            "{\"command\":\"yes 0123456789012345678901234567890 | head -c 1073741824\"}");
    try (var body = answer.body()) {
      byte[] buffer = new byte[64 * 1024];
      for (int i = 0; i < 50; i++) {
        assertThat(body.read(buffer)).isPositive();
        // Others are served while this one waits.
        assertThat(texts(engine.command("echo quick"), "stdout")).containsExactly("quick");
      }
      assertThat(engine.memory()).isLessThan(400L * 1024 * 1024);
    }
    await(() -> engine.processes().stream().noneMatch(line -> line.startsWith("yes ")));
  }

  @Test
  void keepsBackgroundCommandsAndTheirLogsWhenTheEngineIsKilled() throws Exception {
    List<JsonNode> events =
        engine.events(
            "/command",
            command(
                    "echo first; echo second >&2; until [ -e /tmp/go ]; do sleep 0.05; done;"
                        + " echo third; exit 4")
                .put("background", true));
    assertThat(types(events)).containsExactly("init", "execution_complete");
    String id = texts(events, "init").get(0);
    String logs = engine.execd("/command/" + id + "/logs");
    await(() -> engine.send("GET", logs, "").body().equals("first\nsecond\n"));
    String cursor =
        engine
            .send("GET", logs, "")
            .headers()
            .firstValue("EXECD-COMMANDS-TAIL-CURSOR")
            .orElseThrow();

    engine.killAndRestart();

    String status = engine.execd("/command/status/" + id);
    assertThat(json(engine.send("GET", status, "")).path("running").asBoolean()).isTrue();
    engine.command("touch /tmp/go");
    await(() -> !json(engine.send("GET", status, "")).path("running").asBoolean());
    JsonNode ended = json(engine.send("GET", status, ""));
    assertThat(ended.path("exit_code").asInt()).isEqualTo(4);
    assertThat(ended.path("content").asText()).startsWith("echo first");
    assertThat(ended.path("finished_at").asText()).isNotEmpty();
    await(() -> engine.send("GET", logs + "?cursor=" + cursor, "").body().equals("third\n"));
    assertThat(engine.send("GET", logs + "?cursor=100000", "").body()).isEmpty();
    assertThat(engine.send("GET", logs + "?cursor=-1", "").statusCode()).isEqualTo(400);
  }

  @Test
  void endsBackgroundCommandsAtTheirTimeout() {
    List<JsonNode> events =
        engine.events("/command", command("sleep 64").put("background", true).put("timeout", 300));
    String status = engine.execd("/command/status/" + texts(events, "init").get(0));
    await(() -> !json(engine.send("GET", status, "")).path("running").asBoolean());
    assertThat(json(engine.send("GET", status, "")).path("exit_code").asInt()).isEqualTo(143);
  }

  @Test
  void measures() {
    JsonNode metrics = json(engine.send("GET", engine.execd("/metrics"), ""));
    assertThat(metrics.path("cpu_count").asDouble()).isPositive();
    assertThat(metrics.path("cpu_used_pct").asDouble()).isBetween(0.0, 100.0);
    assertThat(metrics.path("mem_total_mib").asDouble()).isPositive();
    assertThat(metrics.path("mem_used_mib").asDouble()).isNotNegative();
    assertThat(metrics.path("timestamp").asLong()).isPositive();
    assertThat(engine.send("GET", engine.execd("/ping"), "").statusCode()).isEqualTo(200);
  }

  @Test
  void watchesMetrics() throws Exception {
    HttpResponse<InputStream> answer = engine.open("GET", engine.execd("/metrics/watch"), "");
    try (var lines = new BufferedReader(new InputStreamReader(answer.body()))) {
      assertThat(json(lines.readLine()).path("cpu_count").asDouble()).isPositive();
      assertThat(json(lines.readLine()).path("timestamp").asLong()).isPositive();
    }
  }
}
