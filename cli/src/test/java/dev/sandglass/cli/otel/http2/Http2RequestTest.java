package dev.sandglass.cli.otel.http2;

import static dev.sandglass.cli.otel.http2.ScriptedServer.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One request over HTTP/2, to a server of another make and to one that follows a script. */
@Timeout(60)
final class Http2RequestTest {
  private static final int MOST = 10_000_000;
  private static final int CANCEL = 8;
  private static final byte[] BODY = {1, 2, 3};

  private static Http2Headers head() {
    return new DefaultHttp2Headers()
        .method("POST")
        .scheme("http")
        .authority("localhost")
        .path("/some/path")
        .set("te", "trailers");
  }

  private static CompletableFuture<Answer> send(URI server, byte[] body, long most) {
    return new Http2Request(
            server,
            () -> {
              throw new IOException("there is no TLS here");
            },
            Duration.ofSeconds(20))
        .send(head(), body, most);
  }

  private static Answer ask(URI server, byte[] body, long most) throws Exception {
    try {
      return send(server, body, most).orTimeout(40, TimeUnit.SECONDS).get();
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private static Answer ask(ScriptedServer.Script script) throws Exception {
    try (var server = new ScriptedServer(script)) {
      return ask(server.url(), BODY, MOST);
    }
  }

  private static void reply(HttpServerRequest request, Buffer body) {
    request.response().putHeader("length", Integer.toString(body.length()));
    request.response().putTrailer("path", request.path()).putTrailer("grpc-status", "0");
    request.response().end(body);
  }

  /** Longer than any window, in both directions, with windows large and small. */
  @ParameterizedTest
  @CsvSource({"3, 65535", "200000, 65535", "3000000, 65535", "50000, 1", "3000000, 2000000"})
  void bodiesOfAllLengthsGoThereAndBack(int length, int window) throws Exception {
    Vertx vertx = Vertx.vertx();
    HttpServerOptions options =
        new HttpServerOptions()
            .setInitialSettings(new Http2Settings().setInitialWindowSize(window));
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> request.body().onSuccess(body -> reply(request, body)));
    try {
      server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get();
      byte[] body = new byte[length];
      new Random(length).nextBytes(body);
      Answer answer = ask(URI.create("http://127.0.0.1:" + server.actualPort()), body, MOST);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.head().get("length")).hasToString(Integer.toString(length));
      assertThat(answer.body()).isEqualTo(body);
      assertThat(answer.last("grpc-status")).contains("0");
      assertThat(answer.last("path")).contains("/some/path");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  @Test
  void whatServersMaySayInBetweenIsUnderstood() throws Exception {
    byte[] ping = {1, 2, 3, 4, 5, 6, 7, 8};
    byte[] fields = ScriptedServer.head("a", "b");
    try (var server =
        new ScriptedServer(
            talk -> {
              talk.settings().say(Frame.PING, 0, 0, ping).say(0x42, 0, 0, 1);
              talk.say(Frame.WINDOW, 0, 0, 0, 0, 0, 9);
              talk.hear(Frame.PING);
              talk.say(
                  Frame.HEADERS,
                  Frame.END_OF_HEADERS,
                  STREAM,
                  ScriptedServer.head(":status", "103"));
              // stuffed, with a priority, in two pieces
              talk.say(Frame.HEADERS, 0x8 | 0x20, STREAM, 1, 0, 0, 0, 0, 9, 0x88, 0);
              talk.say(Frame.CONTINUATION, Frame.END_OF_HEADERS, STREAM, fields);
              talk.say(Frame.GOING_AWAY, 0, 0, 0, 0, 0, STREAM, 0, 0, 0, 0);
              talk.say(Frame.DATA, 0x8, STREAM, 2, 'h', 'i', 0, 0);
              talk.say(Frame.DATA, Frame.END_OF_STREAM, STREAM);
            })) {
      Answer answer = ask(server.url(), BODY, MOST);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.last("a")).contains("b");
      assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).isEqualTo("hi");
      assertThat(server.told())
          .anyMatch(f -> f.type() == Frame.DATA && Arrays.equals(f.payload(), BODY))
          .anyMatch(f -> f.type() == Frame.SETTINGS && f.has(Frame.ACKNOWLEDGED))
          .anyMatch(f -> f.type() == Frame.PING && Arrays.equals(f.payload(), ping));
    }
  }

  @Test
  void anAnswerMayComeBeforeTheWholeRequestHas() throws Exception {
    try (var server =
        new ScriptedServer(
            talk ->
                talk.settings(0, 4, 0, 0, 0, 0)
                    .say(
                        Frame.HEADERS,
                        Frame.END_OF_HEADERS | Frame.END_OF_STREAM,
                        STREAM,
                        ScriptedServer.head(":status", "200", "grpc-status", "16")))) {
      Answer answer = ask(server.url(), new byte[MOST], MOST);
      assertThat(answer.last("grpc-status")).contains("16");
    }
  }

  @Test
  void aWindowThatShrinksIsRespected() throws Exception {
    try (var server =
        new ScriptedServer(
            talk -> {
              talk.settings(0, 4, 0, 0, 0, 10);
              int length = 0;
              while (length < 65_535) {
                length += talk.hear(Frame.DATA).payload().length;
              }
              // What was sent too much has to be made good first.
              talk.say(Frame.WINDOW, 0, 0, 0, 0, 0, 100);
              talk.say(Frame.WINDOW, 0, STREAM, 0, 0, 255, 255);
              int rest = talk.hear(Frame.DATA).payload().length;
              talk.say(
                  Frame.HEADERS,
                  Frame.END_OF_HEADERS | Frame.END_OF_STREAM,
                  STREAM,
                  ScriptedServer.head(":status", "200", "rest", Integer.toString(rest)));
            })) {
      Answer answer = ask(server.url(), new byte[MOST], MOST);
      assertThat(answer.last("rest")).contains("10");
    }
  }

  @Test
  void whatAServerHasNotBegunMayBeTriedAgain() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> ask(talk -> talk.settings().say(Frame.RESET, 0, STREAM, 0, 0, 0, 7)));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(
            () -> ask(talk -> talk.settings().say(Frame.GOING_AWAY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
  }

  @Test
  void whatAServerBreaksOffIsAnError() {
    assertThatIOException()
        .isThrownBy(() -> ask(talk -> talk.settings().say(Frame.RESET, 0, STREAM, 0, 0, 0, CANCEL)))
        .withMessageContaining("reason 8")
        .isNotInstanceOf(RefusedException.class);
  }

  @Test
  void oldHttpIsToldApart() {
    byte[] old = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> ask(talk -> talk.say(old)));
  }

  @ParameterizedTest
  @CsvSource({
    "a ping first, '', 000008 06 00 00000000 0000000000000000",
    "settings cut off, '', 000005 04 00 00000000 0004000000",
    "a window too large, '', 000006 04 00 00000000 000480000000",
    "a window larger by nothing, greeted, 000004 08 00 00000000 00000000",
    "a frame cut off, greeted, 000003 08 00 00000000 000001",
    "old HTTP asked for, greeted, 000004 03 00 00000003 0000000d",
    "a body first, greeted, 000001 00 00 00000003 78",
    "no status, greeted, 000001 01 05 00000003 85",
    "an answer nobody asked for, greeted, 000004 05 04 00000003 00000002",
    "more stuffing than frame, greeted, 000001 01 0c 00000003 05",
    "a head interrupted, greeted, 000001 01 00 00000003 88 000001 00 00 00000003 78",
  })
  void whatIsAgainstTheRulesIsRefused(String what, String greeted, String hex) {
    String settings = greeted.isEmpty() ? "" : "000000040000000000" + "000000040100000000";
    byte[] raw = HexFormat.of().parseHex(settings + hex.replace(" ", ""));
    assertThatExceptionOfType(ProtocolException.class)
        .as(what)
        .isThrownBy(() -> ask(talk -> talk.say(raw)));
  }

  @Test
  void aServerThatClosesIsAnError() throws Exception {
    try (var server =
        new ScriptedServer(
            talk -> {
              talk.settings();
              throw new IOException("enough");
            })) {
      assertThatIOException()
          .isThrownBy(() -> ask(server.url(), BODY, MOST))
          .isNotInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void answersHaveABound() throws Exception {
    try (var server = new ScriptedServer(talk -> talk.settings().answer())) {
      assertThat(ask(server.url(), BODY, 2).body()).hasSize(2);
      assertThatIOException()
          .isThrownBy(() -> ask(server.url(), BODY, 1))
          .withMessageContaining("longer than 1 ");
    }
  }

  /** A server that says nothing, or too little, is waited for until somebody has enough of it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoHasEnoughCutsARequestOff(boolean greeted) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    try (var server =
        new ScriptedServer(
            talk -> {
              if (greeted) {
                talk.settings();
              }
              asked.countDown();
              try {
                talk.hear(Frame.RESET);
              } finally {
                gone.countDown();
              }
            })) {
      CompletableFuture<Answer> answer = send(server.url(), BODY, MOST);
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      answer.cancel(true);
      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Nobody accepts there, and nobody refuses either. */
  @Test
  void connectingTakesNoLongerThanItMay() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 3; i++) {
        SocketChannel one = SocketChannel.open();
        one.configureBlocking(false);
        one.connect(full.getLocalSocketAddress());
        waiting.add(one.socket());
      }
      var request =
          new Http2Request(
              URI.create("http://127.0.0.1:" + full.getLocalPort()),
              () -> {
                throw new IOException("there is no TLS here");
              },
              Duration.ofMillis(50));
      assertThat(request.send(head(), BODY, MOST))
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(SocketTimeoutException.class);
    } finally {
      for (Socket one : waiting) {
        one.close();
      }
    }
  }

  @Test
  void allAddressesOfAHostAreTried() throws Exception {
    int closed;
    try (ServerSocket nobody = new ServerSocket(0)) {
      closed = nobody.getLocalPort();
    }
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> ask(URI.create("http://localhost:" + closed), BODY, MOST));
    for (InetAddress address : InetAddress.getAllByName("localhost")) {
      try (var server = new ScriptedServer(address, talk -> talk.settings().answer())) {
        URI byName = URI.create(server.url().toString().replace("127.0.0.1", "localhost"));
        assertThat(ask(byName, BODY, MOST).status()).isEqualTo(200);
      }
    }
  }
}
