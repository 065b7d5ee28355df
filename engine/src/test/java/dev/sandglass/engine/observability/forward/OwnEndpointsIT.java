package dev.sandglass.engine.observability.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sandboxes that were created with more than one endpoint, and with other ways to send. */
@Timeout(120)
class OwnEndpointsIT {
  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
  private static final String TELL =
      "printf %s '{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\""
          + "0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"x\"}]}]}]}'"
          + " | curl -sS -m 20 -w '%{http_code}' --data-binary @- -H content-type:application/json"
          + " http://127.0.0.1:4318/v1/traces";

  private final Backend backend = new Backend();
  private final Backend engines = new Backend();
  private RunningEngine engine;

  @AfterEach
  void end() {
    engine.close();
    backend.close();
    engines.close();
  }

  private String create(Map<String, String> variables) {
    engine =
        RunningEngine.start(
            Map.of(
                "SANDGLASS_METRICS_INTERVAL",
                "1s",
                "SANDGLASS_ENGINE_OTLP_ENDPOINT",
                engines.url()));
    ObjectNode request = Json.object();
    ObjectNode env = request.putObject("env");
    variables.forEach((name, value) -> env.put(PREFIX + name, value));
    request.putObject("extensions").put("sandglass.otel-export", "true");
    return engine.sandbox(Json.text(request));
  }

  private static List<Backend.Request> at(Backend backend, String path) {
    return backend.all().stream().filter(request -> request.path().equals(path)).toList();
  }

  @Test
  void eachSignalGoesToItsOwnEndpoint() {
    String box =
        create(
            Map.of(
                "TRACES_ENDPOINT", backend.url() + "/custom/races",
                "TRACES_HEADERS", "x-for=traces",
                "HEADERS", "x-for=all",
                "METRICS_ENDPOINT", backend.url(),
                "COMPRESSION", "none"));
    assertThat(engine.shell(box, TELL)).isEqualTo("{}200\n");
    engine.shell(box, "echo a line");
    Await.until(() -> !at(backend, "/custom/races").isEmpty());
    Backend.Request traces = at(backend, "/custom/races").get(0);
    assertThat(traces.headers())
        .containsEntry("x-for", "traces")
        .doesNotContainKey("content-encoding");
    assertThat(traces.spans().get(0)).containsEntry("sandbox.id", box);
    Await.until(() -> !at(backend, "/").isEmpty());
    assertThat(at(backend, "/").get(0).headers()).containsEntry("x-for", "all");
    // It was created with none for logs: those go where those of all sandboxes go.
    Await.until(() -> !at(engines, "/v1/logs").isEmpty());
    assertThat(at(engines, "/v1/logs").get(0).headers())
        .containsEntry("content-encoding", "gzip")
        .doesNotContainKey("x-for");
    assertThat(at(engines, "/v1/traces")).isEmpty();
    assertThat(engine.shell(box, "env")).doesNotContain("x-for").doesNotContain(backend.url());
  }

  @Test
  void anAnswerIsWaitedForAsLongAsWasSaid() {
    String box = create(Map.of("ENDPOINT", backend.url(), "TIMEOUT", "300"));
    backend.refuse(silence -> {});
    assertThat(engine.shell(box, TELL)).isEqualTo("{}200\n");
    Await.until(() -> backend.traces().size() >= 2);
    long waited = backend.traces().get(1).nanos() - backend.traces().get(0).nanos();
    assertThat(TimeUnit.NANOSECONDS.toMillis(waited)).isBetween(700L, 8_000L);
  }
}
