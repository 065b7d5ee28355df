package dev.sandglass.engine.observability.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk that signals are kept on, and wait on to be sent, is full for a while. */
@Timeout(180)
class DiskFullIT {
  private final Backend backend = new Backend();
  private RunningEngine engine;
  private Path signals;
  private boolean mounted;

  @BeforeEach
  void start() {
    engine = RunningEngine.start(Map.of("SANDGLASS_ENGINE_OTLP_ENDPOINT", backend.url()));
    signals = engine.directories().state().resolve("signals");
  }

  private void mount(String size) throws Exception {
    String mode = engine.get("/v1/x-sandglass/engine").json().path("mode").asText();
    assumeTrue(mode.equals("root"), "only root can mount a disk that is soon full");
    Files.createDirectories(signals);
    host("mount", "-t", "tmpfs", "-o", "mode=700,size=" + size, "none", signals.toString());
    mounted = true;
  }

  @AfterEach
  void end() throws Exception {
    if (mounted) {
      engine.killNine();
      host("umount", signals.toString());
    }
    engine.close();
    backend.close();
  }

  private static void host(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private JsonNode engine(String part) {
    return engine.get("/v1/x-sandglass/engine").json().path(part);
  }

  private String tell(String box, String trace) {
    return engine.shell(
        box,
        "printf %s '{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\""
            + trace
            + "\",\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"x\"}]}]}]}'"
            + " | curl -sS -m 20 -w '%{http_code}' --data-binary @- -H"
            + " content-type:application/json http://127.0.0.1:4318/v1/traces");
  }

  /** With room for no more than the beginning of the store's library, and for some records. */
  @ParameterizedTest
  @ValueSource(strings = {"1m", "4m"})
  void itIsCountedAndPasses(String size) throws Exception {
    mount(size);
    String box = engine.sandbox();
    backend.down();
    Await.until(
        () -> {
          engine.shell(box, "head -c 700000 /dev/urandom | base64 -w 8000");
          return engine("forwarding").path("lastProblem").asText().contains("No space left");
        });
    assertThat(engine("signals").path("unsentRecords").asLong()).isPositive();
    Await.until(() -> engine("signals").path("unkeptRecords").asLong() > 0);
    // Sandboxes do not notice, and neither do programs that tell.
    assertThat(engine.shell(box, "echo works")).isEqualTo("works\n");
    assertThat(tell(box, "%032x".formatted(1))).isEqualTo("{}200\n");
    String another = engine.sandbox();
    host("mount", "-o", "remount,size=64m", signals.toString());
    backend.up();
    int[] told = {1};
    Await.until(
        () -> {
          // What is kept is tried again after a while only.
          tell(another, "%032x".formatted(++told[0]));
          String path = "/v1/x-sandglass/sandboxes/" + another + "/telemetry/traces";
          return engine.get(path).json().path("total").asInt() > 0;
        });
    assertThat(backend.spans("%032x".formatted(told[0]))).isNotEmpty();
    Await.until(() -> engine("signals").path("queuedBytes").asLong() == 0);
  }
}
