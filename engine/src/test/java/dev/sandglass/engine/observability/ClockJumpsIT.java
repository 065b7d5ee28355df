package dev.sandglass.engine.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.ShiftedEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The machine's clock is set, forward and back, while sandboxes are watched. */
@Timeout(180)
class ClockJumpsIT {
  @TempDir private Path directory;
  private RunningEngine engine;

  @BeforeEach
  void start() {
    shift(Duration.ZERO);
    engine =
        RunningEngine.start(
            Map.of(
                "SANDGLASS_METRICS_INTERVAL",
                "1s",
                ShiftedEngine.VARIABLE,
                directory.resolve("shift").toString()));
  }

  @AfterEach
  void end() {
    engine.close();
  }

  private void shift(Duration by) {
    try {
      Path draft = Files.writeString(directory.resolve("draft"), by.toString());
      Files.move(draft, directory.resolve("shift"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many points there are in a span of time; each is a value that can be. */
  private int points(String box, Instant from, Instant to) {
    int count = 0;
    JsonNode answer =
        engine
            .get(
                "/v1/x-sandglass/sandboxes/%s/telemetry/metrics?metricNames=%s&from=%s&to=%s"
                    .formatted(box, "sandglass.sandbox.cpu.utilization", from, to))
            .json();
    for (JsonNode series : answer.path("series")) {
      for (JsonNode point : series.path("dataPoints")) {
        assertThat(point.path("value").asDouble()).isBetween(0.0, 100.0);
        count++;
      }
    }
    return count;
  }

  private void awaitPoints(String box, Duration shift) {
    Instant now = Instant.now().plus(shift);
    Await.until(() -> points(box, now, now.plus(Duration.ofMinutes(5))) >= 3);
  }

  private void awaitLine(String box, String line) {
    engine.shell(box, "echo " + line);
    Await.until(() -> lines(box, line) == 1);
  }

  private int lines(String box, String line) {
    String path = "/v1/x-sandglass/sandboxes/" + box + "/telemetry/logs?search=" + line;
    return engine.get(path).json().path("total").asInt();
  }

  @Test
  void whateverTheClockDoesWhatHappensIsRecorded() {
    String box = engine.sandbox();
    awaitPoints(box, Duration.ZERO);
    awaitLine(box, "before");
    // Two days are less than what is kept.
    for (int days : new int[] {2, -2, 0}) {
      shift(Duration.ofDays(days));
      awaitPoints(box, Duration.ofDays(days));
      awaitLine(box, "line" + days);
    }
    assertThat(lines(box, "before")).isEqualTo(1);
    assertThat(lines(box, "line2")).isEqualTo(1);
    JsonNode counts = engine.get("/v1/x-sandglass/sandboxes/" + box).json().path("signals");
    assertThat(counts.path("unkeptRecords").asLong(-1)).isZero();
    assertThat(engine.get("/v1/sandboxes/" + box).json().at("/status/state").asText())
        .isEqualTo("Running");
  }

  @Test
  void theNextEngineStartsWithAClockThatWasSetBack() {
    String box = engine.sandbox();
    shift(Duration.ofDays(1));
    awaitLine(box, "ahead");
    engine.killNine();
    shift(Duration.ofDays(-1));
    engine.restart();
    awaitPoints(box, Duration.ofDays(-1));
    awaitLine(box, "behind");
    assertThat(lines(box, "ahead")).isEqualTo(1);
  }
}
