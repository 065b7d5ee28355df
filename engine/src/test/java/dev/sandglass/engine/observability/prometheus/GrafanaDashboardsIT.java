package dev.sandglass.engine.observability.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.observability.prometheus.GrafanaDashboard.Target;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every query of the dashboards, answered by a real Prometheus with what an engine sends on. */
@Timeout(180)
class GrafanaDashboardsIT {
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), ([a-z_]+)\\)");
  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{([a-z_]+)}}");

  private final ScrapedCollector collector = new ScrapedCollector();
  private Path program;
  private @TempDir Path directory;
  private RunningEngine engine;
  private String box;

  @BeforeEach
  void needsPrometheus() {
    Optional<Path> found = Prometheus.program();
    assumeTrue(found.isPresent(), "there is no Prometheus here (see .ci/prometheus)");
    program = found.get();
  }

  @AfterEach
  void end() {
    if (engine != null) {
      engine.close();
    }
    collector.close();
  }

  private void start(String prefix) {
    engine =
        RunningEngine.start(
            Map.of(
                "SANDGLASS_METRICS_PREFIX",
                prefix,
                "SANDGLASS_METRICS_INTERVAL",
                "1s",
                "SANDGLASS_ENGINE_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.port()));
    box = engine.sandbox("{\"metadata\":{\"name\":\"shown\"}}");
    engine.sandbox("{\"metadata\":{\"name\":\"other\"}}");
    Await.until(
        () ->
            collector.names().stream().anyMatch(name -> name.contains("total_cpu"))
                && collector.names().stream().anyMatch(name -> name.contains("filesystem_total")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sandglass", "daytona", "leap0"})
  void everyPanelShowsData(String prefix) {
    start(prefix + ".");
    try (Prometheus prometheus = new Prometheus(program, directory, collector.port())) {
      Map<String, String> variables = new HashMap<>();
      variables.put("prefix", prefix);
      variables.put("__rate_interval", "1m");
      variables.put("sandbox", box);
      check(GrafanaDashboard.read("sandboxes.json"), prometheus, variables);
      variables.put("organization", ".*");
      variables.put("region", ".*");
      check(GrafanaDashboard.read("organization.json"), prometheus, variables);
    }
  }

  private void check(
      GrafanaDashboard dashboard, Prometheus prometheus, Map<String, String> variables) {
    for (Target target : dashboard.targets()) {
      String expression = target.expression(variables);
      awaitData(prometheus, target, expression);
      for (JsonNode series : prometheus.query(expression)) {
        JsonNode labels = series.path("metric");
        assertThat(Double.parseDouble(series.path("value").path(1).asText()))
            .as(target.toString())
            .isNotNaN()
            .isFinite();
        assertThat(labels.path("sandbox_id").asText(box)).as(target.toString()).isEqualTo(box);
        Matcher label = LEGEND_LABEL.matcher(target.json().path("legendFormat").asText());
        while (label.find()) {
          assertThat(labels.has(label.group(1))).as(target + " " + label.group(1)).isTrue();
        }
      }
    }
    for (JsonNode variable : dashboard.variables()) {
      Matcher query = LABEL_VALUES.matcher(variable.path("query").path("query").asText());
      if (variable.path("type").asText().equals("query")) {
        assertThat(query.matches()).isTrue();
        String metric = GrafanaDashboard.replaced(query.group(1), variables);
        assertThat(prometheus.labelValues(query.group(2), metric)).isNotEmpty();
      }
    }
  }

  private static void awaitData(Prometheus prometheus, Target target, String expression) {
    try {
      Await.until(() -> !prometheus.query(expression).isEmpty());
    } catch (AssertionError e) {
      throw new AssertionError(target + " shows nothing: " + expression, e);
    }
  }
}
