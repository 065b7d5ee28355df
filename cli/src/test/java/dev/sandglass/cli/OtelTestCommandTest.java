package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.cli.otel.OtlpReceiver;
import dev.sandglass.cli.otel.OtlpReceiver.Reply;
import dev.sandglass.cli.otel.OtlpReceiver.Request;
import dev.sandglass.cli.otel.Protocol;
import dev.sandglass.cli.otel.Signal;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sand otel test} against backends of all kinds; it sends all signals in all protocols. */
final class OtelTestCommandTest {
  @TempDir private Path home;
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Map<String, String> sending(Protocol protocol) {
    return new HashMap<>(
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url(),
            "OTEL_EXPORTER_OTLP_PROTOCOL", protocol.text()));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void allSignalsArriveInEveryProtocol(Protocol protocol) {
    Recorded run = Recorded.run(home, sending(protocol), "otel", "test");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.contains(" delivered "))).hasSize(3);
    assertThat(run.err()).isEmpty();
    assertThat(receiver.requests()).hasSize(3).allMatch(one -> one.protocol() == protocol);
    assertThat(receiver.spans()).singleElement().matches(one -> one.getName().endsWith("test"));
    assertThat(receiver.logs())
        .singleElement()
        .matches(one -> one.getBody().getStringValue().startsWith("sand otel test"));
    assertThat(receiver.metrics())
        .singleElement()
        .matches(one -> one.getName().equals("sandglass.test"))
        .matches(one -> one.getSum().getDataPoints(0).getAsInt() == 1)
        .matches(
            one ->
                one.getSum().getAggregationTemporality()
                    == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void gzipIsUsedWhenAskedFor(Protocol protocol) {
    Map<String, String> variables = sending(protocol);
    variables.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
    assertThat(Recorded.run(home, variables, "otel", "test").exitCode()).isZero();
    assertThat(receiver.requests()).hasSize(3).allMatch(Request::compressed);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void headersArriveDecoded(Protocol protocol) {
    Map<String, String> variables = sending(protocol);
    variables.put(
        "OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b,Authorization=Basic dXNlcjpwYXNz+/==");
    assertThat(Recorded.run(home, variables, "otel", "test").exitCode()).isZero();
    assertThat(receiver.requests())
        .hasSize(3)
        .allMatch(one -> one.headers().get("api-key").equals("a b"))
        .allMatch(one -> one.headers().get("authorization").equals("Basic dXNlcjpwYXNz+/=="));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whatIsRejectedInPartIsALoss(Protocol protocol) throws Exception {
    receiver.reply(new Reply.Partly(1, "too old"));
    Recorded run = Recorded.run(home, sending(protocol), "-o", "json", "otel", "test");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
    for (JsonNode result : new ObjectMapper().readTree(run.out())) {
      assertThat(result.get("result").asText()).isEqualTo("partly");
      assertThat(result.get("answer").asText()).endsWith("but 1 rejected: too old");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aRemarkToSuccessIsNoLoss(Protocol protocol) {
    receiver.reply(new Reply.Partly(0, "use the new endpoint"));
    Recorded run = Recorded.run(home, sending(protocol), "otel", "test");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("with a remark: use the new endpoint");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void wrongKeysAreToldApart(Protocol protocol) {
    receiver.reply(new Reply.Refused(401, 16, "no such key"));
    Recorded run = Recorded.run(home, sending(protocol), "otel", "test");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
    assertThat(run.out()).contains(protocol == Protocol.GRPC ? "UNAUTHENTICATED" : "HTTP 401");
    assertThat(run.out()).contains("no such key");
    assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.contains("_OTLP_HEADERS"));
  }

  @Test
  void oneSignalMayFailWhileOthersDoNot() {
    receiver.reply(
        signal ->
            signal == Signal.METRICS
                ? new Reply.Refused(404, 12, "not here")
                : new Reply.Accepted());
    Recorded run = Recorded.run(home, sending(Protocol.HTTP_PROTOBUF), "otel", "test");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
    assertThat(run.out()).containsPattern("(?m)^traces +delivered").contains("HTTP 404");
    assertThat(run.err()).contains("OTEL_METRICS_EXPORTER=none");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aBackendThatSaysNothingIsGivenUp(Protocol protocol) {
    receiver.reply(new Reply.Silence());
    Recorded run = Recorded.run(home, sending(protocol), "otel", "test", "--timeout", "300ms");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
    assertThat(run.out()).contains("no answer within 300ms");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aBackendThatIsNotThereRefuses(Protocol protocol) {
    Map<String, String> variables = sending(protocol);
    receiver.close();
    Recorded run = Recorded.run(home, variables, "otel", "test");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
    assertThat(run.out()).contains("connection refused by localhost:");
    assertThat(run.err()).contains("Is the collector running there?");
  }

  @Test
  void grpcWhereOnlyHttpIsSpokenIsNoticed() {
    HttpServerOptions oldHttp = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    try (OtlpReceiver http = OtlpReceiver.start(oldHttp)) {
      Recorded run =
          Recorded.run(
              home,
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT", http.url(), "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
              "otel",
              "test");
      assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
      assertThat(run.err()).as(run.out()).contains("OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void nobodyIsListenedToForEver(Protocol protocol) {
    receiver.reply(new Reply.Partly(1, "x".repeat(6_000_000)));
    Recorded run = Recorded.run(home, sending(protocol), "otel", "test");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
    assertThat(run.out()).doesNotContain("xxx").hasSizeLessThan(2_000);
  }

  /** A server of gRPC says so in binary, and closes what does not begin as HTTP/2 does. */
  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"HTTP_PROTOBUF", "HTTP_JSON"})
  void httpWhereOnlyGrpcIsSpokenIsNoticed(Protocol protocol) throws Exception {
    byte[] settingsFrame = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    try (var grpc = new OneWayServer(settingsFrame)) {
      Recorded run =
          Recorded.run(
              home,
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  grpc.url(),
                  "OTEL_EXPORTER_OTLP_PROTOCOL",
                  protocol.text()),
              "otel",
              "test");
      assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
      assertThat(run.err()).as(run.out()).contains("OTEL_EXPORTER_OTLP_PROTOCOL=grpc");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void hostsThatDoNotExistAreNamed(Protocol protocol) {
    Map<String, String> variables = sending(protocol);
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://nowhere.invalid:4318");
    Recorded run = Recorded.run(home, variables, "otel", "test");
    assertThat(run.out()).contains("no such host: nowhere.invalid");
    assertThat(run.err()).contains("spelled right");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http/protobuf", "http/json", "grpc"})
  void tlsWhereThereIsNoneIsNoticed(String protocol) {
    Recorded run =
        Recorded.run(
            home,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                receiver.url().replace("http:", "https:"),
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                protocol),
            "otel",
            "test");
    assertThat(run.out()).contains("TLS: there is no TLS on that port");
    assertThat(run.err()).contains("Use http:// in the endpoint.");
  }

  @ParameterizedTest
  @CsvSource({
    "/base, /base/v1/traces",
    "/base/, /base/v1/traces",
    "'', /v1/traces",
    "/, /v1/traces",
  })
  void theGeneralEndpointGetsThePathOfTheSignal(String path, String expected) {
    Map<String, String> variables = sending(Protocol.HTTP_PROTOBUF);
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url() + path);
    Recorded.run(home, variables, "otel", "test");
    assertThat(receiver.requests()).extracting(Request::path).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"/some/traces, /some/traces", "'', /"})
  void theEndpointOfOneSignalIsTakenAsItIs(String path, String expected) {
    Recorded.run(
        home,
        Map.of(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            receiver.url() + path,
            "OTEL_METRICS_EXPORTER",
            "none",
            "OTEL_LOGS_EXPORTER",
            "none"),
        "otel",
        "test");
    assertThat(receiver.requests()).extracting(Request::path).containsExactly(expected);
  }
}
