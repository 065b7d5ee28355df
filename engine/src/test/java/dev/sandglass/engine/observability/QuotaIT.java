package dev.sandglass.engine.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.RunningEngine.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What all sandboxes together may have. */
class QuotaIT {
  private static RunningEngine engine;

  @BeforeAll
  static void start() {
    engine =
        RunningEngine.start(Map.of("SANDGLASS_QUOTA_CPU", "2", "SANDGLASS_QUOTA_MEMORY", "1Gi"));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static Answer create(String limits) {
    return engine.post(
        "/v1/sandboxes",
        "{\"image\":{\"uri\":\"host\"},\"entrypoint\":[\"tail\",\"-f\",\"/dev/null\"],"
            + "\"resourceLimits\":"
            + limits
            + "}");
  }

  @Test
  void aSandboxThatWouldExceedAQuotaIsRefused() {
    String first = engine.sandbox("{\"resourceLimits\":{\"cpu\":\"1500m\",\"memory\":\"512Mi\"}}");
    Answer tooMuch = create("{\"cpu\":\"1\",\"memory\":\"64Mi\"}");
    assertThat(tooMuch.status()).isEqualTo(409);
    assertThat(tooMuch.code()).isEqualTo("SANDBOX::QUOTA_EXCEEDED");
    assertThat(tooMuch.message()).contains("needs 1 of processors", "quota of 2", "only 0.5");
    assertThat(create("{\"cpu\":\"500m\",\"memory\":\"600Mi\"}").message())
        .contains("600 MiB of memory", "only 512 MiB");
    Answer unlimited = create("{\"memory\":\"64Mi\"}");
    assertThat(unlimited.status()).isEqualTo(409);
    assertThat(unlimited.message()).contains("--cpu");

    JsonNode usage = engine.get("/v1/x-sandglass/usage").json();
    JsonNode cpu = usage.path("items").get(0);
    assertThat(cpu.path("resource").asText()).isEqualTo("cpu");
    assertThat(cpu.path("used").asDouble()).isEqualTo(1.5);
    assertThat(cpu.path("total").asDouble()).isEqualTo(2);
    assertThat(cpu.path("quota").asBoolean()).isTrue();
    assertThat(usage.path("items").get(2).path("quota").asBoolean()).isFalse();

    engine.post("/v1/x-sandglass/sandboxes/" + first + "/stop", "{\"timeoutSeconds\":0}");
    engine.await(first, "Stopped");
    String second = engine.sandbox("{\"resourceLimits\":{\"cpu\":\"1\",\"memory\":\"64Mi\"}}");
    Answer restart = engine.post("/v1/x-sandglass/sandboxes/" + first + "/start", "");
    assertThat(restart.status()).isEqualTo(409);
    assertThat(restart.code()).isEqualTo("SANDBOX::QUOTA_EXCEEDED");
    engine.delete("/v1/sandboxes/" + second);
    assertThat(engine.post("/v1/x-sandglass/sandboxes/" + first + "/start", "").status())
        .isEqualTo(202);
    engine.await(first, "Running");
  }
}
