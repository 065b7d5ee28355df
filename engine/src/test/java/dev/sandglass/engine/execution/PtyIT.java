package dev.sandglass.engine.execution;

import static dev.sandglass.engine.execution.EngineUnderTest.await;
import static dev.sandglass.engine.execution.EngineUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.json.Json;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Execd's terminals over WebSockets. */
@Timeout(120)
class PtyIT {
  private static EngineUnderTest engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new EngineUnderTest();
  }

  @AfterAll
  static void end() throws Exception {
    engine.close();
  }

  private static String create(String body) {
    HttpResponse<String> answer = engine.send("POST", engine.execd("/pty"), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).path("session_id").asText();
  }

  private static SocketClient connect(String id, String query) throws Exception {
    SocketClient client = SocketClient.open(engine, engine.execd("/pty/" + id + "/ws" + query));
    JsonNode connected = client.next("connected");
    assertThat(connected.path("session_id").asText()).isEqualTo(id);
    return client;
  }

  private static JsonNode status(String id) {
    return json(engine.send("GET", engine.execd("/pty/" + id), ""));
  }

  @Test
  void runsAShellInATerminal() throws Exception {
    String id = create("{\"cwd\":\"/tmp\"}");
    assertThat(status(id).path("running").asBoolean()).isFalse();
    SocketClient client = connect(id, "");
    assertThat(status(id).path("running").asBoolean()).isTrue();
    client.type("stty size; pwd\n");
    await(() -> client.text(1).contains("24 80") && client.text(1).contains("/tmp"));
    client.send(Json.object().put("type", "resize").put("cols", 132).put("rows", 50));
    await(
        () -> {
          client.type("stty size\n");
          return client.text(1).contains("50 132");
        });
    client.type("sleep 91\n");
    await(() -> engine.processes().contains("sleep 91"));
    client.type("\u0003");
    await(() -> !engine.processes().contains("sleep 91"));
    client.type("echo rea''dy\n");
    await(() -> client.text(1).contains("ready"));
    client.type("sleep 92\n");
    await(() -> engine.processes().contains("sleep 92"));
    client.send(Json.object().put("type", "signal").put("signal", "SIGINT"));
    await(() -> !engine.processes().contains("sleep 92"));
    client.send(Json.object().put("type", "ping"));
    client.next("pong");
    client.send(Json.object().put("type", "what"));
    assertThat(client.next("error").path("code").asText()).isEqualTo("INVALID_FRAME");
    client.type("exit 6\n");
    assertThat(client.next("exit").path("exit_code").asInt()).isEqualTo(6);
    await(() -> client.closeCode() == 1000);
    assertThat(status(id).path("running").asBoolean()).isFalse();
  }

  @Test
  void aClientComesBackAndGetsWhatItMissed() throws Exception {
    String id = create("");
    SocketClient first = connect(id, "");
    first.type("kept=yes; echo be''fore\n");
    await(() -> first.text(1).contains("before"));
    long offset = status(id).path("output_offset").asLong();
    first.type("(until [ -e /tmp/back ]; do sleep 0.05; done; echo mis''sed) &\n");
    first.abort();
    engine.command("touch /tmp/back");
    await(() -> status(id).path("output_offset").asLong() > offset);

    SocketClient second = connectWhenFree(id, "?since=" + offset);
    await(() -> (replay(second, offset) + second.text(1)).contains("missed"));
    second.type("echo still-$kept\n");
    await(() -> second.text(1).contains("still-yes"));
    assertThat(replay(second, offset)).doesNotContain("before");
  }

  private static SocketClient connectWhenFree(String id, String query) throws Exception {
    SocketClient[] client = new SocketClient[1];
    await(
        () -> {
          try {
            client[0] = SocketClient.open(engine, engine.execd("/pty/" + id + "/ws" + query));
            return true;
          } catch (CompletionException e) {
            // The engine has not noticed yet that the other one is gone.
            return false;
          }
        });
    client[0].next("connected");
    return client[0];
  }

  private static String replay(SocketClient client, long offset) {
    byte[] bytes = client.bytes(3);
    if (bytes.length == 0) {
      return "";
    }
    assertThat(ByteBuffer.wrap(bytes).getLong()).isEqualTo(offset);
    return new String(bytes, 8, bytes.length - 8, StandardCharsets.UTF_8);
  }

  @Test
  void anotherClientTakesOverOnlyIfItSaysSo() throws Exception {
    String id = create("");
    SocketClient first = connect(id, "");
    first.type("echo sta''rt\n");
    await(() -> first.text(1).contains("start"));
    Assertions.assertThatThrownBy(
            () -> SocketClient.open(engine, engine.execd("/pty/" + id + "/ws")))
        .isInstanceOf(CompletionException.class);
    SocketClient second = connect(id, "?takeover=1");
    await(() -> first.closeCode() == 4001);
    assertThat(replay(second, 0)).contains("start");
    second.type("echo mi''ne\n");
    await(() -> second.text(1).contains("mine"));
    assertThat(engine.send("DELETE", engine.execd("/pty/" + id), "").statusCode()).isEqualTo(200);
    second.next("exit");
    assertThat(engine.send("GET", engine.execd("/pty/" + id), "").statusCode()).isEqualTo(404);
  }

  @Test
  void pipesKeepOutputsApart() throws Exception {
    String id =
        create("{\"command\":\"echo out; echo err >&2; read line; echo got-$line; exit 2\"}");
    SocketClient client = SocketClient.open(engine, engine.execd("/pty/" + id + "/ws?pty=0"));
    assertThat(client.next("connected").path("mode").asText()).isEqualTo("pipe");
    client.send(Json.object().put("type", "stdin").put("data", "it\n"));
    assertThat(client.next("exit").path("exit_code").asInt()).isEqualTo(2);
    assertThat(client.text(1)).contains("got-it");
    assertThat(client.text(1) + client.text(2) + client.text(3)).contains("out").contains("err");
  }

  @Test
  void moreOutputThanIsKeptPassesThrough() throws Exception {
    String id = create("{\"command\":\"read go; head -c 5000000 /dev/zero\"}");
    SocketClient client = SocketClient.open(engine, engine.execd("/pty/" + id + "/ws?pty=0"));
    client.next("connected");
    client.type("\n");
    assertThat(client.next("exit").path("exit_code").asInt()).isZero();
    assertThat(client.bytes(1)).hasSize(5_000_000);
    assertThat(status(id).path("output_offset").asLong()).isEqualTo(5_000_000);
  }

  @Test
  void aTerminalThatIsNotThereIsNotFound() {
    assertThat(engine.send("GET", engine.execd("/pty/none"), "").statusCode()).isEqualTo(404);
    assertThat(engine.send("DELETE", engine.execd("/pty/none"), "").statusCode()).isEqualTo(404);
  }
}
