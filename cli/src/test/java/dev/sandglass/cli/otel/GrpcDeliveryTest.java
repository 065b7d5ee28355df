package dev.sandglass.cli.otel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.sandglass.cli.Environment;
import dev.sandglass.cli.otel.http2.Answer;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.EmptyHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers mean to a delivery by gRPC, and which of them it takes for worth another try. */
final class GrpcDeliveryTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private interface Reply {
    void give(int number, HttpServerResponse response);
  }

  /** Sends a span to a server that answers so; returns what became of it. */
  private Outcome send(Reply reply) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions())
            .requestHandler(
                request ->
                    request
                        .end()
                        .onSuccess(end -> reply.give(asked.incrementAndGet(), request.response())));
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get();
    Sdk sdk =
        Sdk.of(
            new OtlpSettings(
                new Environment(
                    Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:" + server.actualPort(),
                        "OTEL_EXPORTER_OTLP_PROTOCOL",
                        "grpc",
                        "OTEL_METRICS_EXPORTER",
                        "none",
                        "OTEL_EXPORTER_OTLP_TIMEOUT",
                        "5000"))),
            Map.of(),
            line -> {});
    sdk.openTelemetry().getTracer("test").spanBuilder("test").startSpan().end();
    assertThat(sdk.flush(Duration.ofSeconds(20))).isTrue();
    sdk.openTelemetry().close();
    return sdk.deliveries().of(Signal.TRACES).orElseThrow();
  }

  private static void status(HttpServerResponse response, GrpcStatusCode status) {
    response.putHeader("content-type", "application/grpc");
    response.putHeader("grpc-status", Integer.toString(status.getValue())).end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CANCELLED",
        "DEADLINE_EXCEEDED",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNAVAILABLE",
        "DATA_LOSS"
      })
  void whatMayPassIsTriedAgain(GrpcStatusCode status) throws Exception {
    Outcome outcome =
        send((number, response) -> status(response, number == 1 ? status : GrpcStatusCode.OK));
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.DELIVERED);
    assertThat(asked).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "NOT_FOUND",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAUTHENTICATED"
      })
  void whatStaysAsItIsIsNotTriedAgain(GrpcStatusCode status) throws Exception {
    Outcome outcome = send((number, response) -> status(response, status));
    assertThat(outcome.what()).isEqualTo("gRPC " + status);
    assertThat(asked).hasValue(1);
  }

  @Test
  void attemptsHaveAnEnd() throws Exception {
    Outcome outcome = send((number, response) -> status(response, GrpcStatusCode.UNAVAILABLE));
    assertThat(outcome.isLoss()).isTrue();
    assertThat(asked).hasValue(Retries.ATTEMPTS);
  }

  /** Neither does what waited for it stay behind. */
  @Test
  void aBackendThatSaysNothingIsGivenUpInTime() throws Exception {
    Outcome outcome = send((number, response) -> {});
    assertThat(outcome.what()).isEqualTo("no answer in time");
    assertThat(asked).hasValue(1);
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (Thread.getAllStackTraces().keySet().stream().anyMatch(GrpcDeliveryTest::isOurs)) {
      assertThat(System.nanoTime()).as("a thread is left").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static boolean isOurs(Thread thread) {
    return thread.getName().startsWith("sand-otel-grpc");
  }

  /** Without the word that another attempt makes sense, exhaustion is final. */
  @Test
  void exhaustedBackendsSayWhenToComeBack() throws Exception {
    String details = details("type.googleapis.com/google.rpc.RetryInfo", 0, 300_000_000);
    long begin = System.nanoTime();
    Outcome outcome =
        send(
            (number, response) -> {
              if (number == 1) {
                response.putHeader("grpc-status-details-bin", details);
              }
              status(response, number == 1 ? GrpcStatusCode.RESOURCE_EXHAUSTED : GrpcStatusCode.OK);
            });
    assertThat(outcome.isLoss()).isFalse();
    assertThat(asked).hasValue(2);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  void streamsThatAreRefusedAreTriedAgain() throws Exception {
    Outcome outcome =
        send(
            (number, response) -> {
              if (number == 1) {
                response.reset(7);
              } else {
                status(response, GrpcStatusCode.OK);
              }
            });
    assertThat(outcome.isLoss()).isFalse();
    assertThat(asked).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource({
    "400, INTERNAL",
    "401, UNAUTHENTICATED",
    "403, PERMISSION_DENIED",
    "404, UNIMPLEMENTED",
    "503, UNAVAILABLE",
    "200, UNKNOWN",
    "302, UNKNOWN"
  })
  void whatKnowsNothingOfGrpcIsUnderstood(int status, GrpcStatusCode code) throws Exception {
    Outcome outcome =
        send((number, response) -> response.setStatusCode(status).end("<html>oh</html>"));
    assertThat(outcome.what())
        .isEqualTo("gRPC " + code + ": HTTP " + status + " and no status of gRPC");
  }

  private static Answer answer(byte[] body, Http2Headers trailers) {
    return new Answer(200, EmptyHttp2Headers.INSTANCE, body, trailers);
  }

  private static GrpcAnswer read(String name, String value) {
    Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", "8").set(name, value);
    return GrpcAnswer.of(answer(new byte[0], trailers));
  }

  @ParameterizedTest
  @CsvSource({
    "a%20b%C3%A9+c, a bé+c",
    "100% full, 100% full",
    "%zz, %zz",
  })
  void remarksAreDecoded(String sent, String meant) {
    assertThat(read("grpc-message", sent).getStatusDescription()).isEqualTo(meant);
  }

  @Test
  void timesToWaitAreRead() {
    String type = "type.googleapis.com/google.rpc.RetryInfo";
    assertThat(retryAfter(details(type, 2, 5))).contains(Duration.ofSeconds(2, 5));
    assertThat(retryAfter(details(type, -9, 0))).contains(Duration.ZERO);
    assertThat(retryAfter(details("type.googleapis.com/google.rpc.Help", 2, 5))).isEmpty();
    assertThat(retryAfter("no base64!")).isEmpty();
    assertThat(retryAfter("////")).isEmpty();
  }

  private static Optional<Duration> retryAfter(String details) {
    return read("grpc-status-details-bin", details).retryAfter();
  }

  @Test
  void messagesThatArePackedAreNotRead() {
    byte[] body = {1, 0, 0, 0, 1, 7};
    Answer answer = answer(body, new DefaultHttp2Headers().set("grpc-status", "0"));
    assertThat(GrpcAnswer.of(answer).getResponseMessage()).isEmpty();
    body[0] = 0;
    assertThat(GrpcAnswer.of(answer).getResponseMessage()).containsExactly(7);
  }

  /** A google.rpc.Status with one detail, a google.rpc.RetryInfo if it is so called. */
  private static String details(String type, long seconds, long nanos) {
    ByteString delay =
        message(1, Field.newBuilder().addVarint(seconds), 2, Field.newBuilder().addVarint(nanos));
    ByteString info = message(1, Field.newBuilder().addLengthDelimited(delay));
    ByteString detail =
        message(
            1,
            Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(type)),
            2,
            Field.newBuilder().addLengthDelimited(info));
    ByteString status =
        message(
            1, Field.newBuilder().addVarint(8), 3, Field.newBuilder().addLengthDelimited(detail));
    return Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());
  }

  private static ByteString message(Object... fields) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      message.addField((Integer) fields[i], ((Field.Builder) fields[i + 1]).build());
    }
    return message.build().toByteString();
  }
}
