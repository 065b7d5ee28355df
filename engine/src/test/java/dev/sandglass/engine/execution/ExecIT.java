package dev.sandglass.engine.execution;

import static dev.sandglass.engine.execution.EngineUnderTest.await;
import static dev.sandglass.engine.execution.EngineUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The exec WebSocket, processes, and commands that outlive the engine. */
@Timeout(120)
class ExecIT {
  private static EngineUnderTest engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new EngineUnderTest();
  }

  @AfterAll
  static void end() throws Exception {
    engine.close();
  }

  private static ObjectNode command(String... argv) {
    ObjectNode request = Json.object();
    request.set("command", Json.array(List.of(argv)));
    return request;
  }

  private static SocketClient exec(ObjectNode request) throws Exception {
    SocketClient client = SocketClient.open(engine, engine.extension("/exec"));
    client.send(request);
    return client;
  }

  private static SocketClient started(ObjectNode request) throws Exception {
    SocketClient client = exec(request);
    client.next("started");
    return client;
  }

  @Test
  void keepsOutputsApartAndReturnsTheExitCode() throws Exception {
    SocketClient client = started(command("sh", "-c", "echo out; echo err >&2; exit 7"));
    assertThat(client.next("exit").path("exitCode").asInt()).isEqualTo(7);
    assertThat(client.text(1)).isEqualTo("out\n");
    assertThat(client.text(2)).isEqualTo("err\n");
    await(() -> client.closeCode() == 1000);
  }

  @Test
  void carriesFiftyMegabytesEachWayByteForByte() throws Exception {
    byte[] bytes = new byte[50 * 1024 * 1024];
    new Random(7).nextBytes(bytes);
    SocketClient client = started(command("cat").put("stdin", true));
    for (int offset = 0; offset < bytes.length; offset += 65_536) {
      client.stdin(bytes, offset, Math.min(65_536, bytes.length - offset));
    }
    client.send(Json.object().put("type", "stdin-closed"));
    assertThat(client.next("exit").path("exitCode").asInt()).isZero();
    assertThat(digest(client.bytes(1))).isEqualTo(digest(bytes));
  }

  private static String digest(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void deliversOutputAtOnce() throws Exception {
    SocketClient client =
        started(command("sh", "-c", "printf now; read line; echo $line").put("stdin", true));
    await(() -> client.text(1).equals("now"));
    client.type("later\n");
    assertThat(client.next("exit").path("exitCode").asInt()).isZero();
    assertThat(client.text(1)).isEqualTo("nowlater\n");
  }

  @Test
  void withoutInputItIsEmpty() throws Exception {
    SocketClient client = started(command("cat"));
    assertThat(client.next("exit").path("exitCode").asInt()).isZero();
  }

  @Test
  void takesDirectoryEnvironmentAndUser() throws Exception {
    ObjectNode request = command("sh", "-c", "pwd; echo $A; id -un").put("cwd", "/tmp");
    request.put("user", "root").putObject("env").put("A", "b c");
    SocketClient client = started(request);
    assertThat(client.next("exit").path("exitCode").asInt()).isZero();
    assertThat(client.text(1)).isEqualTo("/tmp\nb c\nroot\n");
  }

  @Test
  void tellsWhyItDoesNotStart() throws Exception {
    assertThat(
            exec(command("true").put("user", "nobody-here")).next("error").path("message").asText())
        .contains("nobody-here");
    assertThat(exec(Json.object()).next("error").path("code").asText())
        .isEqualTo("INVALID_REQUEST_BODY");
    SocketClient missing = started(command("no-such-program"));
    assertThat(missing.next("exit").path("exitCode").asInt()).isEqualTo(127);
    SocketClient directory = started(command("true").put("cwd", "/not/there"));
    assertThat(directory.next("error").path("message").asText()).contains("/not/there");
  }

  @Test
  void passesSignalsOn() throws Exception {
    SocketClient client =
        started(
            command(
                "sh",
                "-c",
                "trap 'echo caught; exit 3' INT; echo on; while :; do sleep 0.05; done"));
    await(() -> client.text(1).equals("on\n"));
    client.send(Json.object().put("type", "signal").put("signal", "SIGINT"));
    assertThat(client.next("exit").path("exitCode").asInt()).isEqualTo(3);
    assertThat(client.text(1)).isEqualTo("on\ncaught\n");

    SocketClient killed = started(command("sleep", "81"));
    await(() -> engine.processes().contains("sleep 81"));
    killed.send(Json.object().put("type", "signal").put("signal", "nonsense"));
    assertThat(killed.next("warning").path("message").asText()).containsIgnoringCase("nonsense");
    killed.send(Json.object().put("type", "signal").put("signal", "TERM"));
    assertThat(killed.next("exit").path("exitCode").asInt()).isEqualTo(143);
  }

  @Test
  void signalsReachACommandThatDoesNotRead() throws Exception {
    SocketClient client = started(command("sleep", "82").put("stdin", true));
    byte[] bytes = new byte[600 * 1024];
    for (int offset = 0; offset < bytes.length; offset += 60 * 1024) {
      client.stdin(bytes, offset, 60 * 1024);
    }
    client.send(Json.object().put("type", "signal").put("signal", "INT"));
    assertThat(client.next("exit").path("exitCode").asInt()).isEqualTo(130);
  }

  @Test
  void endsACommandAtItsTimeout() throws Exception {
    SocketClient client =
        started(command("sh", "-c", "sleep 83 & sleep 84").put("timeoutSeconds", 0.5));
    JsonNode exit = client.next("exit");
    assertThat(exit.path("timedOut").asBoolean()).isTrue();
    assertThat(exit.path("exitCode").asInt()).isEqualTo(143);
    await(() -> engine.processes().stream().noneMatch(line -> line.matches("sleep 8[34]")));
  }

  @Test
  void nothingIsLeftOfAClientThatIsGone() throws Exception {
    SocketClient client =
        started(command("sh", "-c", "trap '' TERM; setsid sleep 85 & sleep 86").put("stdin", true));
    await(() -> engine.processes().contains("sleep 86"));
    client.abort();
    await(() -> engine.processes().stream().noneMatch(line -> line.matches("sleep 8[56]")));
  }

  @Test
  void aTerminalHasASizeAndKeys() throws Exception {
    ObjectNode request = command("sh");
    request.putObject("terminal").put("columns", 100).put("rows", 30);
    SocketClient client = started(request);
    client.type("stty size\n");
    await(() -> client.text(1).contains("30 100"));
    client.send(Json.object().put("type", "resize").put("columns", 120).put("rows", 40));
    await(
        () -> {
          client.type("stty size\n");
          return client.text(1).contains("40 120");
        });
    client.type("sleep 87\n");
    await(() -> engine.processes().contains("sleep 87"));
    client.type("\u0003");
    await(() -> !engine.processes().contains("sleep 87"));
    client.type("exit 5\n");
    assertThat(client.next("exit").path("exitCode").asInt()).isEqualTo(5);
  }

  @Test
  void runsFiftyAtOnce() throws Exception {
    List<SocketClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(exec(command("sh", "-c", "echo " + i)));
    }
    for (int i = 0; i < 50; i++) {
      clients.get(i).next("started");
      assertThat(clients.get(i).next("exit").path("exitCode").asInt()).isZero();
      assertThat(clients.get(i).text(1)).isEqualTo(i + "\n");
    }
  }

  @Test
  void refusesTooManyAtOnce() throws Exception {
    List<SocketClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 128; i++) {
        clients.add(started(command("sleep", "88").put("stdin", true)));
      }
      SocketClient refused = exec(command("true"));
      clients.add(refused);
      assertThat(refused.next("error").path("code").asText())
          .isEqualTo("SANDBOX::TOO_MANY_EXECUTIONS");
      HttpResponse<String> answer =
          engine.send("POST", engine.execd("/command"), "{\"command\":\"true\"}");
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    } finally {
      clients.forEach(SocketClient::abort);
      await(() -> !engine.processes().contains("sleep 88"));
      await(
          () ->
              engine.send("POST", engine.execd("/command"), "{\"command\":\"true\"}").statusCode()
                  == 200);
    }
  }

  private static JsonNode background(String... argv) {
    HttpResponse<String> answer =
        engine.send("POST", engine.extension("/commands"), Json.text(command(argv)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer);
  }

  private static String frames(byte[] bytes, int wanted) {
    var text = new StringBuilder();
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      int stream = all.get();
      byte[] payload = new byte[all.getInt()];
      all.get(payload);
      if (stream == wanted) {
        text.append(new String(payload));
      }
    }
    return text.toString();
  }

  @Test
  void startsListsSignalsAndFollowsBackgroundCommands() throws Exception {
    JsonNode started =
        background(
            "sh",
            "-c",
            "echo one; echo two; echo err >&2; until [ -e /tmp/on ]; do sleep 0.05; done; echo three; exec sleep 89");
    String id = started.path("id").asText();
    assertThat(started.path("kind").asText()).isEqualTo("background");
    assertThat(started.path("running").asBoolean()).isTrue();
    assertThat(started.path("argv").path(0).asText()).isEqualTo("sh");
    String logs = engine.extension("/commands/" + id + "/logs");
    await(() -> frames(engine.bytes(logs).body(), 2).equals("err\n"));
    await(() -> frames(engine.bytes(logs).body(), 1).equals("one\ntwo\n"));
    assertThat(frames(engine.bytes(logs + "?stream=stdout&tail=1").body(), 1)).isEqualTo("two\n");
    assertThat(frames(engine.bytes(logs + "?stream=stderr").body(), 1)).isEmpty();
    assertThat(engine.send("GET", logs + "?tail=x", "").statusCode()).isEqualTo(400);

    engine.killAndRestart();
    var following =
        CompletableFuture.supplyAsync(
            () -> frames(engine.bytes(logs + "?follow=true&tail=0").body(), 1));
    engine.command("touch /tmp/on");
    await(() -> frames(engine.bytes(logs).body(), 1).endsWith("three\n"));
    JsonNode listed = json(engine.send("GET", engine.extension("/commands"), ""));
    assertThat(listed.findValuesAsText("id")).contains("entrypoint", id);
    String signal = engine.extension("/commands/" + id + "/signal");
    assertThat(engine.send("POST", signal, "{\"signal\":\"nope\"}").statusCode()).isEqualTo(400);
    assertThat(engine.send("POST", signal, "{\"signal\":\"TERM\"}").statusCode()).isEqualTo(204);
    assertThat(following.join()).endsWith("three\n");
    JsonNode ended = json(engine.send("GET", engine.extension("/commands/" + id), ""));
    assertThat(ended.path("exitCode").asInt()).isEqualTo(143);
    assertThat(ended.path("running").asBoolean()).isFalse();
    assertThat(engine.send("GET", engine.extension("/commands/none"), "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void showsTheEntryPoint() {
    String path = engine.extension("/commands/entrypoint");
    JsonNode entrypoint = json(engine.send("GET", path, ""));
    assertThat(entrypoint.path("kind").asText()).isEqualTo("entrypoint");
    assertThat(entrypoint.path("running").asBoolean()).isTrue();
    await(() -> frames(engine.bytes(path + "/logs").body(), 1).equals("entry\n"));
  }

  @Test
  void listsAndSignalsProcesses() {
    String id = background("sleep", "90").path("id").asText();
    await(() -> engine.processes().contains("sleep 90"));
    JsonNode process = null;
    for (JsonNode each : json(engine.send("GET", engine.extension("/processes"), ""))) {
      if (each.path("commandId").asText().equals(id)) {
        process = each;
      }
    }
    assertThat(process).isNotNull();
    assertThat(process.path("user").asText()).isEqualTo("root");
    String signal = engine.extension("/processes/" + process.path("pid").asInt() + "/signal");
    assertThat(engine.send("POST", signal, "{\"signal\":\"KILL\"}").statusCode()).isEqualTo(204);
    await(() -> !engine.processes().contains("sleep 90"));
    assertThat(
            engine
                .send("POST", engine.extension("/processes/99999/signal"), "{\"signal\":\"KILL\"}")
                .statusCode())
        .isEqualTo(404);
  }
}
