package dev.sandglass.engine.observability.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.isolation.DiskReading;
import dev.sandglass.engine.isolation.ResourceReading;
import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.prometheus.GrafanaDashboard;
import dev.sandglass.engine.observability.prometheus.GrafanaDashboard.Target;
import dev.sandglass.engine.observability.prometheus.PrometheusNames;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboards ask for what the engine tells, and are what Grafana can read. */
class GrafanaDashboardsTest {
  private static final Pattern METRIC = Pattern.compile("\\$\\{prefix}(_[A-Za-z0-9_]+)");
  private static final Pattern MATCHED = Pattern.compile("([a-z_]+)=~?\"");
  private static final Pattern LABELS =
      Pattern.compile("(?:by|on|group_left) \\(([a-z_, ]*)\\)|\\{\\{([a-z_]+)}}");
  private static final Set<String> KNOWN_LABELS =
      Set.of(
          "sandbox_id",
          "sandbox_name",
          "sandbox_template",
          "organization_id",
          "region_id",
          "network_io_direction");
  private static final int COLUMNS = 24;

  private static List<Metric> metrics(SignalBatch batch) {
    return ((SignalBatch.Metrics) batch)
        .content().stream()
            .flatMap(resource -> resource.getScopeMetricsList().stream())
            .flatMap(scope -> scope.getMetricsList().stream())
            .toList();
  }

  private static Set<String> names(List<Metric> metrics) {
    return metrics.stream().map(PrometheusNames::metric).collect(Collectors.toSet());
  }

  private static Set<String> ofSandboxes() {
    Sample sample =
        new Sample(
            Instant.EPOCH,
            Instant.EPOCH,
            1,
            1,
            1,
            new ResourceReading(1, 1, 1, 1, 1, 1, true),
            Optional.of(new DiskReading(1, 1, 2)));
    List<Metric> metrics = metrics(new MetricBatches("sandglass.").of("sb-1", sample));
    assertThat(metrics).hasSameSizeAs(SandboxMetric.values());
    return names(metrics);
  }

  private static Set<String> ofOrganizations() {
    Map<OrganizationMetric, Double> values =
        Arrays.stream(OrganizationMetric.values())
            .collect(Collectors.toMap(Function.identity(), metric -> 1.0));
    return names(
        metrics(new MetricBatches("sandglass.").ofOrganization(Instant.EPOCH, "local", values)));
  }

  private static Set<String> asked(GrafanaDashboard dashboard) {
    Set<String> names = new TreeSet<>();
    for (Target target : dashboard.targets()) {
      Matcher metric = METRIC.matcher(target.expression());
      assertThat(metric.find()).as(target.toString()).isTrue();
      do {
        names.add("sandglass" + metric.group(1));
      } while (metric.find());
    }
    return names;
  }

  @Test
  void everyMetricIsShownAndNothingElseAskedFor() {
    assertThat(asked(GrafanaDashboard.read("sandboxes.json")))
        .containsExactlyInAnyOrderElementsOf(ofSandboxes());
    assertThat(asked(GrafanaDashboard.read("organization.json")))
        .containsExactlyInAnyOrderElementsOf(ofOrganizations());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sandboxes.json", "organization.json"})
  void labelsAreThoseOfTheEngine(String name) {
    for (Target target : GrafanaDashboard.read(name).targets()) {
      String legend = target.json().path("legendFormat").asText();
      Set<String> labels = new TreeSet<>();
      Matcher matched = MATCHED.matcher(target.expression());
      while (matched.find()) {
        labels.add(matched.group(1));
      }
      assertThat(labels).as(target.toString()).isNotEmpty();
      Matcher named = LABELS.matcher(target.expression() + legend);
      while (named.find()) {
        String list = named.group(1) == null ? named.group(2) : named.group(1);
        labels.addAll(list.isEmpty() ? List.of() : List.of(list.split(", ")));
      }
      assertThat(KNOWN_LABELS).as(target.toString()).containsAll(labels);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sandboxes.json", "organization.json"})
  void grafanaCanReadIt(String name) {
    GrafanaDashboard dashboard = GrafanaDashboard.read(name);
    JsonNode json = dashboard.json();
    // 39 is that of Grafana 11; later ones read it too.
    assertThat(json.path("schemaVersion").asInt()).isEqualTo(39);
    assertThat(json.path("id").isNull()).as("an id is given by the server").isTrue();
    assertThat(json.path("uid").asText()).matches("[a-z-]{1,40}");
    assertThat(json.path("title").asText()).isNotBlank();
    assertThat(dashboard.variables())
        .extracting(variable -> variable.path("name").asText())
        .startsWith("datasource", "prefix")
        .doesNotHaveDuplicates();
    assertThat(dashboard.panels())
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates()
        .allMatch(id -> id > 0);
    dashboard.panels().forEach(GrafanaDashboardsTest::checkPanel);
    checkPlaces(dashboard.panels());
    checkVariables(dashboard);
  }

  private static void checkPanel(JsonNode panel) {
    String title = panel.path("title").asText();
    assertThat(title).isNotBlank();
    assertThat(panel.path("type").asText()).isIn("timeseries", "stat", "gauge", "table");
    assertThat(panel.path("description").asText()).as(title).isNotBlank();
    JsonNode defaults = panel.path("fieldConfig").path("defaults");
    assertThat(defaults.path("unit").asText()).as(title).isNotBlank();
    assertThat(defaults.path("thresholds").path("steps").path(0).path("value").isNull()).isTrue();
    assertThat(panel.path("fieldConfig").path("overrides").isArray()).isTrue();
    Set<String> references = new HashSet<>();
    for (JsonNode target : panel.path("targets")) {
      assertThat(references.add(target.path("refId").asText())).as(title).isTrue();
      assertThat(target.path("datasource")).isEqualTo(panel.path("datasource"));
      assertThat(target.path("instant").asBoolean() ^ target.path("range").asBoolean()).isTrue();
    }
    assertThat(references).as(title).isNotEmpty();
    assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
    assertThat(panel.path("datasource").path("type").asText()).isEqualTo("prometheus");
  }

  private static void checkPlaces(List<JsonNode> panels) {
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : panels) {
      JsonNode place = panel.path("gridPos");
      int right = place.path("x").asInt() + place.path("w").asInt();
      int bottom = place.path("y").asInt() + place.path("h").asInt();
      assertThat(right).isBetween(1, COLUMNS);
      assertThat(place.path("h").asInt()).isPositive();
      for (int x = place.path("x").asInt(); x < right; x++) {
        for (int y = place.path("y").asInt(); y < bottom; y++) {
          assertThat(taken.add(List.of(x, y))).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  /** Each variable that a query has is there, and each that is there is used. */
  private static void checkVariables(GrafanaDashboard dashboard) {
    Set<String> there =
        dashboard.variables().stream()
            .map(variable -> variable.path("name").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> used = new TreeSet<>(Set.of("datasource"));
    Matcher variable =
        Pattern.compile("\\$\\{?([a-z]+)")
            .matcher(
                dashboard.targets().stream().map(Target::expression).collect(Collectors.joining()));
    while (variable.find()) {
      used.add(variable.group(1));
    }
    assertThat(there).isEqualTo(used);
    for (JsonNode one : dashboard.variables()) {
      if (one.path("type").asText().equals("query")) {
        assertThat(one.path("includeAll").asBoolean()).isTrue();
        assertThat(one.path("allValue").asText()).isEqualTo(".*");
      }
    }
  }
}
