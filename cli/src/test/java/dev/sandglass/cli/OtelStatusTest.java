package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.cli.otel.OtelVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sand otel status}: what holds, where it comes from, and no secret. */
final class OtelStatusTest {
  @TempDir private Path home;

  private Map<String, JsonNode> status(Map<String, String> variables, String... more)
      throws Exception {
    String[] arguments = new String[more.length + 4];
    System.arraycopy(new String[] {"otel", "status", "-o", "json"}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    Recorded run = Recorded.run(home, variables, arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, JsonNode> settings = new HashMap<>();
    for (JsonNode setting : new ObjectMapper().readTree(run.out())) {
      settings.put(setting.get("setting").asText(), setting);
    }
    return settings;
  }

  private static String told(JsonNode setting) {
    return setting.get("value").asText()
        + " "
        + setting.get("source").asText()
        + " "
        + setting.get("from").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:4317, traces.protocol, grpc default null",
    "http://h:4317, traces.endpoint, http://h:4317 environment OTEL_EXPORTER_OTLP_ENDPOINT",
    "http://h:4318, logs.protocol, http/protobuf default null",
    "http://h:4318, logs.endpoint, http://h:4318/v1/logs environment OTEL_EXPORTER_OTLP_ENDPOINT",
    "https://h/otlp, metrics.protocol, http/protobuf default null",
    "https://h/otlp/, metrics.endpoint,"
        + " https://h/otlp/v1/metrics environment OTEL_EXPORTER_OTLP_ENDPOINT",
    "http://h, enabled, true environment OTEL_EXPORTER_OTLP_ENDPOINT",
    "http://h, metrics-temporality-preference, delta default null",
    "http://h, bsp-max-queue-size, 2048 default null",
  })
  void theEndpointDecidesOnTheRest(String endpoint, String setting, String expected)
      throws Exception {
    JsonNode found = status(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)).get(setting);
    assertThat(told(found)).isEqualTo(expected);
  }

  @Test
  void whatIsOfOneSignalGoesFirst() throws Exception {
    Map<String, JsonNode> status =
        status(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://all",
                "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://logs:4317",
                "OTEL_EXPORTER_OTLP_TIMEOUT", "5",
                "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "6"));
    assertThat(told(status.get("logs.endpoint")))
        .isEqualTo("http://logs:4317 environment OTEL_EXPORTER_OTLP_LOGS_ENDPOINT");
    assertThat(told(status.get("logs.protocol"))).isEqualTo("grpc default null");
    assertThat(told(status.get("traces.protocol"))).isEqualTo("http/protobuf default null");
    assertThat(status.get("logs.timeout").get("value").asText()).isEqualTo("5");
    assertThat(status.get("metrics.timeout").get("value").asText()).isEqualTo("6");
  }

  @Test
  void secretsAreMasked() throws Exception {
    Map<String, JsonNode> status =
        status(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://me:hunter2@h:4318",
                "OTEL_EXPORTER_OTLP_HEADERS", "api-key=hunter2,x=hunter2",
                "OTEL_RESOURCE_ATTRIBUTES", "team=a,api.token=hunter2"));
    assertThat(status.toString()).doesNotContain("hunter2");
    assertThat(status.get("logs.headers").get("value").asText()).isEqualTo("api-key=***,x=***");
    assertThat(status.get("resource-attributes").get("value").asText())
        .isEqualTo("team=a,api.token=***");
  }

  @Test
  void flagsAndFilesAreNamed() throws Exception {
    Path file = home.resolve(".config/sandglass/config.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "otel:\n  enabled: true\n  flush-timeout: 1s\n");
    assertThat(told(status(Map.of()).get("enabled"))).isEqualTo("true file " + file + ":2");
    assertThat(told(status(Map.of()).get("flush-timeout"))).isEqualTo("1s file " + file + ":3");
    assertThat(told(status(Map.of(), "--no-otel").get("enabled")))
        .isEqualTo("false flag --no-otel");
  }

  @Test
  void signalsThatGoNowhereHaveNoEndpoint() throws Exception {
    Map<String, JsonNode> status = status(Map.of("OTEL_LOGS_EXPORTER", "none"));
    assertThat(told(status.get("logs.exporter"))).isEqualTo("none environment OTEL_LOGS_EXPORTER");
    assertThat(status).containsKey("traces.endpoint").doesNotContainKey("logs.endpoint");
  }

  @Test
  void everyVariableIsInTheDocument() throws Exception {
    String document = Files.readString(Path.of("../docs/opentelemetry.md"));
    for (OtelVariable variable : OtelVariable.values()) {
      assertThat(document).contains(variable.names().stream().map(n -> "`" + n + "`").toList());
    }
  }
}
