package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.otel.OtlpReceiver;
import dev.sandglass.cli.otel.OtlpReceiver.Reply;
import dev.sandglass.cli.otel.OtlpReceiver.Request;
import dev.sandglass.cli.otel.Protocol;
import dev.sandglass.cli.otel.Signal;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Variables that other sandboxes' documents promise, each by what a receiver sees of it. */
final class OtelVariablesTest {
  @TempDir private Path home;
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Recorded test(Map<String, String> variables) {
    return Recorded.run(home, variables, "otel", "test", "--timeout", "5s");
  }

  private Map<String, String> sending() {
    return new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url()));
  }

  @ParameterizedTest
  @CsvSource({
    "DAYTONA_OTEL_ENABLED, 0",
    "DAYTONA_EXPERIMENTAL_OTEL_ENABLED, 1",
    "LEAP0_SDK_OTEL_ENABLED, 0",
    "SANDGLASS_OTEL_ENABLED, 0",
  })
  void switches(String variable, int warnings) {
    Map<String, String> console =
        Map.of(variable, "true", "OTEL_TRACES_EXPORTER", "console", "OTEL_LOGS_EXPORTER", "none");
    Recorded on = Recorded.run(home, console, "provider", "ls");
    assertThat(on.err()).contains("'sand provider ls'");
    assertThat(on.err().lines().filter(line -> line.contains("deprecated"))).hasSize(warnings);
    Map<String, String> off = sending();
    off.put(variable, "false");
    assertThat(Recorded.run(home, off, "provider", "ls").exitCode()).isZero();
    assertThat(receiver.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, /",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, /v1/traces",
    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, /v1/metrics",
    "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT, /v1/logs",
    "DAFT_DEV_OTEL_EXPORTER_OTLP_ENDPOINT, /",
  })
  void anyEndpointSwitchesOn(String variable, String path) {
    // Whatever it is for: the root span goes to the console.
    Map<String, String> variables =
        Map.of(variable, receiver.url() + path, "OTEL_TRACES_EXPORTER", "console");
    assertThat(Recorded.run(home, variables, "provider", "ls").err())
        .contains("'sand provider ls'");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "DAFT_DEV_OTEL_EXPORTER_OTLP_ENDPOINT",
  })
  void endpointOfAllSignals(String variable) {
    Recorded run = test(Map.of(variable, receiver.url()));
    assertThat(run.exitCode()).isZero();
    assertThat(receiver.requests())
        .extracting(Request::path)
        .containsExactlyInAnyOrder("/v1/traces", "/v1/metrics", "/v1/logs");
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void endpointOfOneSignalGoesBeforeThatOfAll(Signal signal) {
    try (OtlpReceiver own = OtlpReceiver.start()) {
      Map<String, String> variables = sending();
      variables.put(
          "OTEL_EXPORTER_OTLP_" + signal + "_ENDPOINT", own.url() + "/v1/" + signal.text());
      assertThat(test(variables).exitCode()).isZero();
      assertThat(own.requests()).extracting(Request::signal).containsExactly(signal);
      assertThat(receiver.requests()).extracting(Request::signal).hasSize(2).doesNotContain(signal);
    }
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void protocolAndHeadersOfOneSignalGoBeforeThoseOfAll(Signal signal) {
    Map<String, String> variables = sending();
    variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    variables.put("OTEL_EXPORTER_OTLP_HEADERS", "x-key=all");
    variables.put("OTEL_EXPORTER_OTLP_" + signal + "_PROTOCOL", "http/json");
    variables.put("OTEL_EXPORTER_OTLP_" + signal + "_HEADERS", "x-key=own");
    assertThat(test(variables).exitCode()).isZero();
    assertThat(receiver.requests())
        .hasSize(3)
        .allMatch(
            one ->
                one.headers().get("x-key").equals(one.signal() == signal ? "own" : "all")
                    && (one.protocol() == Protocol.HTTP_JSON) == (one.signal() == signal));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void timeoutEndsOneDelivery(Protocol protocol) {
    receiver.reply(new Reply.Silence());
    Map<String, String> variables = sending();
    variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.text());
    variables.put("OTEL_EXPORTER_OTLP_TIMEOUT", "100");
    Recorded run = test(variables);
    assertThat(run.out()).contains("no answer in time").doesNotContain("within 5000ms");
    assertThat(run.err()).contains("OTEL_EXPORTER_OTLP_TIMEOUT");
  }

  @ParameterizedTest
  @CsvSource({
    "delta, AGGREGATION_TEMPORALITY_DELTA",
    "cumulative, AGGREGATION_TEMPORALITY_CUMULATIVE",
    "lowmemory, AGGREGATION_TEMPORALITY_DELTA",
  })
  void temporalityIsThatAskedForInEveryProtocol(
      String preference, AggregationTemporality expected) {
    for (Protocol protocol : Protocol.values()) {
      receiver.requests().clear();
      Map<String, String> variables = sending();
      variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.text());
      variables.put("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", preference);
      test(variables);
      assertThat(receiver.metrics())
          .singleElement()
          .matches(one -> one.getSum().getAggregationTemporality() == expected);
    }
  }

  @Test
  void limitsCutWhatIsTooLong() {
    Map<String, String> variables = sending();
    variables.put("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "4");
    Recorded.run(home, variables, "provider", "ls", "--nope");
    assertThat(receiver.spans())
        .singleElement()
        .matches(span -> span.getStatus().getMessage().contains("Unknown option"))
        .extracting(span -> span.getAttributesList().toString())
        .asString()
        .contains("\"usag\"");
  }
}
