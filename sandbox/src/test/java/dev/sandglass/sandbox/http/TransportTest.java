package dev.sandglass.sandbox.http;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static dev.sandglass.sandbox.http.ScriptedServer.raw;
import static dev.sandglass.sandbox.http.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class TransportTest {
  private static final String OK = "{\"ok\":true}";
  private static final RetryPolicy QUICK =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(10), () -> 1.0);

  private static Transport transport() {
    return transport(Duration.ofSeconds(10), RequestObserver.NONE);
  }

  private static Transport transport(Duration limit, RequestObserver observer) {
    return new Transport(Duration.ofSeconds(2), limit, QUICK, observer, ExchangeObserver.NONE);
  }

  private static RouteCall get() {
    return RouteCall.to(Route.SANDBOX_GET, "abc");
  }

  private static RouteCall post() {
    return RouteCall.to(Route.SANDBOXES_CREATE).json(JsonNodeFactory.instance.objectNode());
  }

  @Test
  void returnsTheAnswer() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", OK));
        var transport = transport()) {
      var json = transport.send(server.address(), get().query("a b", "c&d/é")).json();
      assertThat(json.path("ok").asBoolean()).isTrue();
      assertThat(server.requests())
          .containsExactly("GET /v1/sandboxes/abc?a%20b=c%26d%2F%C3%A9 HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void repeatsWhatMayBeRepeated(int status) throws IOException {
    try (var server =
            new ScriptedServer(
                answer(status, "", ""), answer(status, "", ""), answer(200, "", OK));
        var transport = transport()) {
      transport.sendAndDiscard(server.address(), get());
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void givesUpAfterThreeRetries() throws IOException {
    try (var server = new ScriptedServer(answer(503, "", "{\"code\":\"X\",\"message\":\"busy\"}"));
        var transport = transport()) {
      var failure =
          catchThrowableOfType(
              SandboxException.ServerFault.class, () -> transport.send(server.address(), get()));
      assertThat(failure.status()).isEqualTo(503);
      assertThat(failure).hasMessageContaining("busy");
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void neverRepeatsPosts() throws IOException {
    try (var server = new ScriptedServer(answer(503, "", ""));
        var transport = transport()) {
      assertThatThrownBy(() -> transport.send(server.address(), post()))
          .isInstanceOf(SandboxException.ServerFault.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void neverRepeatsStreams() throws IOException {
    try (var server = new ScriptedServer(answer(503, "", ""));
        var transport = transport()) {
      var body = new StreamPublisher(new ByteArrayInputStream(new byte[10]), 10);
      RouteCall call = RouteCall.to(Route.ARCHIVE_UPLOAD, "abc").stream("x/y", body);
      assertThatThrownBy(() -> transport.send(server.address(), call))
          .isInstanceOf(SandboxException.ServerFault.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void waitsAsLongAsTheServerAsks() throws IOException {
    try (var server =
            new ScriptedServer(answer(429, "Retry-After: 1\r\n", ""), answer(200, "", OK));
        var transport = transport()) {
      long start = System.nanoTime();
      transport.sendAndDiscard(server.address(), get());
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void doesNotWaitBeyondItsDeadline() throws IOException {
    try (var server = new ScriptedServer(answer(429, "Retry-After: 3600\r\n", ""));
        var transport = transport()) {
      var failure =
          catchThrowableOfType(
              SandboxException.RateLimited.class, () -> transport.send(server.address(), get()));
      assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidRequest",
    "401, Unauthorized",
    "403, Forbidden",
    "404, NotFound",
    "408, TimedOut",
    "409, Conflict",
    "422, InvalidRequest",
    "500, ServerFault",
    "302, ServerFault"
  })
  void givesEveryStatusItsType(int status, String type) throws IOException {
    try (var server =
            new ScriptedServer(
                answer(
                    status,
                    "X-Request-ID: 1b9d6bcd\r\n",
                    "{\"code\":\"GENERAL::X\",\"message\":\"why\"}"));
        var transport = transport()) {
      var failure =
          catchThrowableOfType(
              SandboxException.class, () -> transport.send(server.address(), post()));
      assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
      assertThat(failure.code()).contains("GENERAL::X");
      assertThat(failure.requestId()).contains("1b9d6bcd");
    }
  }

  @Test
  void tellsAWrongStateFromAConflict() throws IOException {
    String body = "{\"code\":\"SANDBOX::INVALID_STATE\",\"message\":\"paused\"}";
    try (var server = new ScriptedServer(answer(409, "", body));
        var transport = transport()) {
      assertThatThrownBy(() -> transport.send(server.address(), post()))
          .isInstanceOf(SandboxException.WrongState.class)
          .hasMessage("paused");
    }
  }

  @Test
  void makesTextOfTheServerPrintableAndShort() throws IOException {
    String body =
        "{\"code\":\"\\u001b[31m\",\"message\":\"\\u001b[2Ja\\nb" + "x".repeat(5000) + "\"}";
    try (var server = new ScriptedServer(answer(400, "X-Request-ID: a b\r\n", body));
        var transport = transport()) {
      var failure =
          catchThrowableOfType(
              SandboxException.class, () -> transport.send(server.address(), get()));
      assertThat(failure.getMessage()).startsWith("\\x1b[2Ja\\x0ab").hasSizeLessThanOrEqualTo(301);
      assertThat(failure.code()).isEmpty();
      assertThat(failure.requestId()).isEmpty();
    }
  }

  @Test
  void neverShowsTheKey() throws IOException {
    try (var server = new ScriptedServer(answer(401, "", "{\"message\":\"bad key geheim\"}"));
        var transport = transport()) {
      var address =
          new Server(server.address().base(), Map.of("OPEN-SANDBOX-API-KEY", Secret.of("geheim")));
      assertThatThrownBy(() -> transport.send(address, get()))
          .isInstanceOf(SandboxException.Unauthorized.class)
          .hasMessageNotContaining("geheim");
      assertThat(address.toString()).doesNotContain("geheim");
    }
  }

  @Test
  void recognisesAnswersOfSomethingElse() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", "<html>hello</html>"));
        var transport = transport()) {
      assertThatThrownBy(() -> transport.send(server.address(), get()).json())
          .isInstanceOf(SandboxException.ServerFault.class)
          .hasMessageContaining("check the provider's URL");
    }
  }

  @Test
  void explainsAnAnswerThatIsNotHttp() throws IOException {
    try (var server = new ScriptedServer(raw("SSH-2.0-OpenSSH\r\n\r\n"));
        var transport = transport()) {
      assertThatThrownBy(() -> transport.send(server.address(), post()))
          .isInstanceOf(SandboxException.ConnectionLost.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n"
      })
  void noticesABodyThatIsCutOff(String response) throws IOException {
    try (var server = new ScriptedServer(raw(response));
        var transport = transport()) {
      // Whether the head has been handed on by the time the connection breaks is up to chance.
      assertThatThrownBy(() -> transport.send(server.address(), get()).body().readAllBytes())
          .satisfiesAnyOf(
              failure -> assertThat(failure).isInstanceOf(SandboxException.ConnectionLost.class),
              failure ->
                  assertThat(failure)
                      .isInstanceOf(IOException.class)
                      .hasCauseInstanceOf(SandboxException.ConnectionLost.class));
    }
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Server nobody = new Server(URI.create("http://127.0.0.1:" + port), Map.of());
    var retries = new CopyOnWriteArrayList<Integer>();
    RequestObserver observer = request -> outcome -> retries.add(outcome.retries());
    try (var transport = transport(Duration.ofSeconds(10), observer)) {
      assertThatThrownBy(() -> transport.send(nobody, get()))
          .isInstanceOf(SandboxException.ProviderUnreachable.class)
          .hasMessageContaining("127.0.0.1:" + port);
      assertThatThrownBy(() -> transport.send(nobody, post()))
          .isInstanceOf(SandboxException.ProviderUnreachable.class);
    }
    assertThat(retries).containsExactly(3, 0);
  }

  @Test
  void saysThatAHostIsUnknown() {
    Server nowhere = new Server(URI.create("http://no-such-host.invalid"), Map.of());
    try (var transport = transport()) {
      assertThatThrownBy(() -> transport.send(nowhere, post()))
          .isInstanceOf(SandboxException.ProviderUnreachable.class)
          .hasMessageContaining("no-such-host.invalid");
    }
  }

  @Test
  void doesNotWaitForeverForASilentServer() throws IOException {
    try (var server = new ScriptedServer(silence());
        var transport = transport(Duration.ofMillis(300), RequestObserver.NONE)) {
      assertThatThrownBy(() -> transport.send(server.address(), get()))
          .isInstanceOf(SandboxException.TimedOut.class)
          .hasMessageContaining("0.3 s");
    }
  }

  @Test
  void endsAWaitWhenItsThreadIsInterrupted() throws Exception {
    var reached = new CountDownLatch(1);
    try (var server =
            new ScriptedServer(
                (in, out) -> {
                  reached.countDown();
                  in.read();
                });
        var transport = transport()) {
      var result = new CompletableFuture<Throwable>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  transport.send(server.address(), get());
                } catch (SandboxException e) {
                  result.complete(Thread.currentThread().isInterrupted() ? e : new Error());
                }
              });
      caller.start();
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      assertThat(result.get(10, TimeUnit.SECONDS)).isInstanceOf(SandboxException.Interrupted.class);
    }
  }

  @Test
  void endsWaitsAndTransfersWhenClosed() throws Exception {
    String begun = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun";
    try (var server =
        new ScriptedServer(
            (in, out) -> {
              out.write(begun.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
              out.flush();
              in.read();
            })) {
      var transport = transport();
      InputStream body = transport.send(server.address(), get()).body();
      assertThat(body.readNBytes(5)).hasSize(5);
      var result = CompletableFuture.supplyAsync(() -> failureOfReading(body));
      transport.close();
      assertThat(result.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(SandboxException.Interrupted.class);
      assertThatThrownBy(() -> transport.send(server.address(), get()))
          .isInstanceOf(SandboxException.Interrupted.class);
    }
  }

  private static Throwable failureOfReading(InputStream body) {
    try {
      body.read();
      return new AssertionError("something was read");
    } catch (IOException e) {
      return e;
    }
  }

  @Test
  void tellsALocalFaultFromALostConnection() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk on fire");
          }
        };
    try (var server = new ScriptedServer(silence());
        var transport = transport()) {
      RouteCall call =
          RouteCall.to(Route.ARCHIVE_UPLOAD, "abc").stream("x/y", new StreamPublisher(broken, -1));
      assertThatThrownBy(() -> transport.send(server.address(), call))
          .isInstanceOf(SandboxException.LocalFault.class)
          .hasMessageContaining("disk on fire");
    }
  }

  @Test
  void refusesParametersThatWouldLeaveTheRoute() {
    assertThatThrownBy(() -> RouteCall.to(Route.SANDBOX_GET, ".."))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
