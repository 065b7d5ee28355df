package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.cli.SandWorld.Ended;
import dev.sandglass.cli.otel.OtlpReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sandboxes whose signals go where the configuration says. */
final class ForwardIT {
  private static final String TELL =
      "printf %s '{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":"
          + "\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"1112131415161718\",\"name\":\"told\"}]}]}]}'"
          + " | curl -sS --fail --data-binary @- -H content-type:application/json"
          + " $OTEL_EXPORTER_OTLP_ENDPOINT/v1/traces";

  /** Not the world that all share: its engine runs already, and knows of no backend. */
  private SandWorld world;

  @BeforeEach
  void make() throws IOException {
    world = new SandWorld();
  }

  @AfterEach
  void remove() throws IOException {
    world.close();
  }

  @Test
  void theConfiguredBackendGetsThemAndTheEngineSaysSo() throws IOException {
    Path headers = Files.writeString(world.root().resolve("headers"), "x-key=secret-value\n");
    Files.setPosixFilePermissions(headers, PosixFilePermissions.fromString("rw-------"));
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      world.succeed("config", "set", "engine.otlp.endpoint", receiver.url());
      world.succeed("config", "set", "engine.otlp.protocol", "grpc");
      world.succeed("config", "set", "engine.otlp.headers-file", headers.toString());
      world.create("--name", "box");
      world.succeed("exec", "box", "--", "sh", "-c", TELL);
      world.untilEngine(
          "send the span",
          () -> receiver.spans().stream().anyMatch(span -> span.getName().equals("told")));
      assertThat(receiver.resource()).containsEntry("sandbox.name", "box");
      world.untilEngine(
          "count it",
          () -> {
            JsonNode status = status();
            return status.get("forwarding").get("sentRecords").asInt() > 0;
          });
      assertThat(status().get("forwarding").get("endpoint").asText()).isEqualTo(receiver.url());
      assertThat(world.succeed("engine", "status").outText())
          .contains("FORWARDING: ", receiver.url() + " (grpc)", " sent, 0 rejected, 0 dropped")
          .doesNotContain("secret-value");
      assertThat(status().get("signals").get("receivedRecords").asInt()).isEqualTo(1);
      assertThat(world.succeed("engine", "status").outText())
          .containsPattern("SIGNALS: +1 received, ");
      JsonNode signals = world.succeed("info", "box", "-o", "json").json().get("signals");
      assertThat(signals.get("receivedRecords").asInt()).isEqualTo(1);
      assertThat(signals.get("sentRecords").asInt()).isPositive();
      assertThat(signals.get("refusedRequests").asInt(-1)).isZero();
      assertThat(world.succeed("info", "box").outText())
          .containsPattern("Signals: +1 received, \\d+ sent");
    }
  }

  private JsonNode status() {
    try {
      return world.succeed("engine", "status", "-o", "json").json();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBackendHasToBeNamed() {
    Ended ended = world.run("create", "--otel-export");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.errText()).contains("OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  @Test
  void whoeverConfiguresAnEngineThatRunsIsToldWhatToDo() {
    assertThat(world.succeed("config", "set", "engine.region", "here").errText()).isEmpty();
    world.succeed("engine", "start");
    assertThat(world.succeed("config", "set", "engine.region", "there").errText())
        .contains("next engine", "sand engine stop --force");
    assertThat(world.succeed("config", "unset", "engine.region").errText()).contains("next engine");
    assertThat(world.succeed("config", "set", "output", "table").errText()).isEmpty();
  }
}
