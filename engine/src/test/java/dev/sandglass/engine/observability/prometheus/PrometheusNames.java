package dev.sandglass.engine.observability.prometheus;

import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The names that OTLP metrics get in Prometheus, by OpenTelemetry's rules for that: what is no
 * letter or digit becomes an underscore, the unit is spelled out at the end unless it is an
 * annotation in braces, and counters end in {@code total}.
 */
public final class PrometheusNames {
  private static final Map<String, String> UNITS =
      Map.of("By", "bytes", "s", "seconds", "%", "percent", "GiBy", "gibibytes", "1", "");

  private PrometheusNames() {}

  /** The name of a metric. */
  public static String metric(Metric metric) {
    List<String> words = new ArrayList<>(Arrays.asList(metric.getName().split("[^A-Za-z0-9]+")));
    String unit = metric.getUnit();
    if (unit.contains("/")) {
      throw new IllegalArgumentException("rates are not translated here: " + unit);
    }
    if (!unit.contains("{")) {
      // A unit that the table does not know is added as it is.
      String word = UNITS.getOrDefault(unit, unit);
      if (!word.isEmpty() && !words.contains(word)) {
        words.add(word);
      }
    }
    if (metric.hasSum() && metric.getSum().getIsMonotonic()) {
      words.remove("total");
      words.add("total");
    }
    if (metric.hasGauge() && unit.equals("1")) {
      words.add("ratio");
    }
    return String.join("_", words);
  }

  /** The name of a label. */
  public static String label(String attribute) {
    return attribute.replaceAll("[^A-Za-z0-9_]", "_");
  }
}
