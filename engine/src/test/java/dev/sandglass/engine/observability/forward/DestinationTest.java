package dev.sandglass.engine.observability.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.engine.observability.OtlpService;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {
  private static String url(Destination destination, OtlpService signal) {
    return destination.target(signal).orElseThrow().url().toString();
  }

  /** The examples of OpenTelemetry's specification, and their edges. */
  @ParameterizedTest
  @CsvSource({
    "http/protobuf, http://a:4318, http://a:4318/v1/metrics",
    "http/protobuf, http://a:4318/, http://a:4318/v1/metrics",
    "http/protobuf, http://a:4318/mycollector, http://a:4318/mycollector/v1/metrics",
    "http/json, https://a/mycollector/, https://a/mycollector/v1/metrics",
    "http/protobuf, http://[::1]:4318, http://[::1]:4318/v1/metrics",
    "grpc, http://a:4317/ignored,"
        + " http://a:4317/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
  })
  void anEndpointForAllSignalsIsTheirBase(String protocol, String endpoint, String url) {
    Destination destination = Destination.parse(Map.of("ENDPOINT", endpoint, "PROTOCOL", protocol));
    assertThat(url(destination, OtlpService.METRICS)).isEqualTo(url);
    assertThat(destination.targets()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "http/protobuf, http://a:4318, http://a:4318/",
    "http/protobuf, http://a:4318/, http://a:4318/",
    "http/json, http://a:4318/my/traces, http://a:4318/my/traces",
    "http/json, http://a:4318/my/traces/, http://a:4318/my/traces/",
    "grpc, https://a, https://a/opentelemetry.proto.collector.trace.v1.TraceService/Export",
  })
  void anEndpointForOneSignalStaysAsItIs(String protocol, String endpoint, String url) {
    Destination destination =
        Destination.parse(Map.of("TRACES_ENDPOINT", endpoint, "PROTOCOL", protocol));
    assertThat(url(destination, OtlpService.TRACES)).isEqualTo(url);
    assertThat(destination.targets()).containsOnlyKeys(OtlpService.TRACES);
  }

  @Test
  void whatIsSaidOfOneSignalGoesBeforeWhatIsSaidOfAll() {
    Destination destination =
        Destination.parse(
            Map.of(
                "ENDPOINT", "http://all:1/base",
                "HEADERS", "a=1",
                "LOGS_ENDPOINT", "http://logs:2/here",
                "TRACES_HEADERS", "b=2"));
    assertThat(url(destination, OtlpService.METRICS)).isEqualTo("http://all:1/base/v1/metrics");
    assertThat(url(destination, OtlpService.TRACES)).isEqualTo("http://all:1/base/v1/traces");
    assertThat(url(destination, OtlpService.LOGS)).isEqualTo("http://logs:2/here");
    assertThat(destination.targets().get(OtlpService.TRACES).headers()).isEqualTo(Map.of("b", "2"));
    assertThat(destination.targets().get(OtlpService.LOGS).headers()).isEqualTo(Map.of("a", "1"));
    assertThat(destination.toString()).isEqualTo("http://all:1/base (http/protobuf)");
  }

  @Test
  void comesBackFromItsFile() {
    Destination destination =
        Destination.parse(
            Map.of(
                "TRACES_ENDPOINT", "https://a/x",
                "METRICS_ENDPOINT", "https://b/y",
                "METRICS_HEADERS", "k=v",
                "COMPRESSION", "none",
                "TIMEOUT", "1500"));
    assertThat(destination.gzip()).isFalse();
    assertThat(destination.timeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(Destination.from(destination.toJson())).contains(destination);
  }

  @ParameterizedTest
  @CsvSource({
    "COMPRESSION, zstd, gzip or none",
    "TIMEOUT, 10s, milliseconds",
    "TIMEOUT, 0, milliseconds",
    "PROTOCOL, thrift, grpc",
    "TRACES_ENDPOINT, ftp://a, http://",
    "TRACES_HEADERS, secret, pair 1",
    "CLIENT_KEY, secret, private key",
    "CLIENT_CERTIFICATE, secret, certificates in PEM",
  })
  void whatMakesNoSenseIsRefused(String name, String value, String words) {
    assertThatThrownBy(() -> Destination.parse(Map.of("ENDPOINT", "http://a", name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("secret");
  }

  @Test
  void anEndpointIsNeeded() {
    assertThatThrownBy(() -> Destination.parse(Map.of("PROTOCOL", "grpc")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("endpoint");
  }
}
