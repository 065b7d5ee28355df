package dev.sandglass.engine.observability.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receivers when engines end, relays end, and programs tell far too much. */
@Timeout(180)
class ReceiverFaultsIT {
  private static final String FLOOD =
      """
      import http.client, threading, time, collections
      body = b'{"resourceLogs":[' + b','.join([b'{"scopeLogs":[]}'] * 60000) + b']}'
      seen = collections.Counter()
      end = time.time() + 6
      def flood():
          while time.time() < end:
              try:
                  c = http.client.HTTPConnection('127.0.0.1', 4318, timeout=20)
                  c.request('POST', '/v1/logs', body, {'content-type': 'application/json'})
                  r = c.getresponse()
                  r.read()
                  seen['%d %s' % (r.status, r.getheader('retry-after'))] += 1
                  c.close()
              except OSError as e:
                  seen['cut'] += 1
      threads = [threading.Thread(target=flood) for _ in range(24)]
      [t.start() for t in threads]
      [t.join() for t in threads]
      print(dict(seen))
      """;

  private RunningEngine engine;
  private StoredSignals stored;

  @BeforeEach
  void start() {
    engine = RunningEngine.start();
    stored = new StoredSignals(engine);
  }

  @AfterEach
  void end() {
    stored.close();
    engine.close();
  }

  private String tell(String box, String trace) {
    return engine.shell(
        box,
        "printf %s '"
            + Otlp.spans("{}", Otlp.span(trace, "x"))
            + "' | curl -sS -m 20 -w '%{http_code}' --data-binary @- -H"
            + " content-type:application/json http://127.0.0.1:4318/v1/traces");
  }

  @Test
  void aFloodInOneSandboxStarvesNoOther() {
    String loud = engine.sandbox();
    String quiet = engine.sandbox();
    CompletableFuture<String> flood =
        CompletableFuture.supplyAsync(
            () -> engine.shell(loud, "python3 - <<'END'\n" + FLOOD + "END\n"));
    long slowest = 0;
    int told = 0;
    while (!flood.isDone()) {
      long begin = System.nanoTime();
      assertThat(tell(quiet, "%032x".formatted(++told))).isEqualTo("{}200\n");
      slowest = Math.max(slowest, System.nanoTime() - begin);
    }
    assertThat(flood.join()).contains("200 None").contains("429 1");
    assertThat(TimeUnit.NANOSECONDS.toSeconds(slowest)).isLessThan(5);
    assertThat(told).isGreaterThan(10);
    assertThat(stored.spans(quiet, "%032x".formatted(told))).hasSize(1);
    Await.until(() -> tell(loud, "%032x".formatted(0xabc)).equals("{}200\n"));
    assertThat(counted(loud, "refusedRequests")).isGreaterThan(10);
    assertThat(counted(loud, "receivedRecords")).isPositive();
    assertThat(counted(quiet, "refusedRequests")).isZero();
    assertThat(counted(quiet, "receivedRecords")).isEqualTo(told);
    JsonNode all = engine.get("/v1/x-sandglass/engine").json().path("signals");
    assertThat(all.path("refusedRequests").asLong()).isEqualTo(counted(loud, "refusedRequests"));
  }

  private long counted(String box, String what) {
    JsonNode details = engine.get("/v1/x-sandglass/sandboxes/" + box).json();
    assertThat(details.path("signals").has(what)).as(what).isTrue();
    return details.path("signals").path(what).asLong();
  }

  @Test
  void whatCanNeverBeTakenIsCountedApart() {
    String box = engine.sandbox();
    String post = "curl -sS -m 20 -o /dev/null -w '%{http_code}' http://127.0.0.1:4318";
    assertThat(engine.shell(box, post + "/v1/traces -H content-type:text/plain -d x"))
        .isEqualTo("415\n");
    assertThat(engine.shell(box, post + "/v1/traces -H content-type:application/json -d '['"))
        .isEqualTo("400\n");
    assertThat(engine.shell(box, post + "/elsewhere -d x")).isEqualTo("404\n");
    assertThat(counted(box, "invalidRequests")).isEqualTo(3);
    assertThat(counted(box, "refusedRequests")).isZero();
    assertThat(counted(box, "receivedRecords")).isZero();
  }

  @Test
  void textThatIsNoUtf8IsRefusedInEitherForm() {
    String box = engine.sandbox();
    String post =
        " | curl -sS -m 20 -o /dev/null -w '%{http_code}' --data-binary @-"
            + " http://127.0.0.1:4318/v1/traces -H content-type:application/";
    String ids = "\\012\\020aaaaaaaaaaaaaaaa\\022\\010bbbbbbbb";
    String protobuf = "\\012\\043\\022\\041\\022\\037" + ids + "\\052\\001";
    assertThat(engine.shell(box, "printf '" + protobuf + "n'" + post + "x-protobuf"))
        .isEqualTo("200\n");
    assertThat(engine.shell(box, "printf '" + protobuf + "\\377'" + post + "x-protobuf"))
        .isEqualTo("400\n");
    assertThat(engine.shell(box, "printf '{\"resourceSpans\":[],\"x\":\"\\377\"}'" + post + "json"))
        .isEqualTo("400\n");
    assertThat(counted(box, "receivedRecords")).isEqualTo(1);
    assertThat(counted(box, "invalidRequests")).isEqualTo(2);
  }

  @Test
  void theNextEngineReceivesThroughTheSameRelay() {
    String box = engine.sandbox();
    String first = "%032x".formatted(1);
    assertThat(tell(box, first)).isEqualTo("{}200\n");
    stored.spans(box, first);
    List<ProcessHandle> relays = ReceiverIT.relays(box);
    engine.killNine();
    engine.restart();
    assertThat(tell(box, "%032x".formatted(2))).isEqualTo("{}200\n");
    assertThat(stored.spans(box, "%032x".formatted(2))).hasSize(1);
    assertThat(stored.now(box, first)).hasSize(1);
    assertThat(ReceiverIT.relays(box)).isEqualTo(relays);
  }

  @Test
  void aRelayThatWasKilledIsStartedByTheNextEngine() {
    String box = engine.sandbox();
    assertThat(tell(box, "%032x".formatted(1))).isEqualTo("{}200\n");
    engine.killNine();
    ReceiverIT.relays(box).forEach(ProcessHandle::destroyForcibly);
    Await.until(() -> ReceiverIT.relays(box).isEmpty());
    engine.restart();
    assertThat(tell(box, "%032x".formatted(2))).isEqualTo("{}200\n");
  }

  @Test
  void aRelayWhoseDirectoryWasDeletedIsReplaced() throws IOException {
    String box = engine.sandbox();
    assertThat(tell(box, "%032x".formatted(1))).isEqualTo("{}200\n");
    List<ProcessHandle> relays = ReceiverIT.relays(box);
    engine.killNine();
    Path sockets = engine.directories().runtime().resolve("otlp");
    Files.move(sockets, sockets.resolveSibling("gone"));
    engine.restart();
    assertThat(tell(box, "%032x".formatted(2))).isEqualTo("{}200\n");
    assertThat(ReceiverIT.relays(box)).hasSize(1).isNotEqualTo(relays);
  }

  @Test
  void aRelayEndsWithItsSandboxEvenWithoutAnEngine() {
    String box = engine.sandbox();
    engine.shell(box, "true");
    long holder = engine.get("/v1/x-sandglass/sandboxes/" + box).json().path("holderPid").asLong();
    engine.killNine();
    assertThat(ReceiverIT.relays(box)).hasSize(1);
    ProcessHandle.of(holder).orElseThrow().destroyForcibly();
    Await.until(() -> ReceiverIT.relays(box).isEmpty());
  }

  @Test
  void aStoppedSandboxIsReceivedAgainWhenItIsStarted() {
    String box = engine.sandbox();
    engine.post("/v1/x-sandglass/sandboxes/" + box + "/stop", "{\"timeoutSeconds\":0}");
    engine.await(box, "Stopped");
    engine.post("/v1/x-sandglass/sandboxes/" + box + "/start", "");
    engine.await(box, "Running");
    assertThat(tell(box, "%032x".formatted(7))).isEqualTo("{}200\n");
    assertThat(stored.spans(box, "%032x".formatted(7))).hasSize(1);
  }

  @Test
  void aCollectorInsideHasThePortsToItselfIfAskedFor() {
    String box = engine.sandbox("{\"env\":{\"SANDGLASS_SANDBOX_OTEL_RECEIVER\":\"off\"}}");
    assertThat(ReceiverIT.relays(box)).isEmpty();
    assertThat(
            engine.shell(
                box,
                "echo \"<$OTEL_EXPORTER_OTLP_ENDPOINT>\"; (echo mine | timeout 5 python3 -c"
                    + " \"import socket; s=socket.create_server(('127.0.0.1',4318)); print('had')\")"))
        .isEqualTo("<>\nhad\n");
  }
}
