package dev.sandglass.sandbox.signals;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The values of one metric with one set of attributes.
 *
 * @param name its name, with its prefix
 * @param unit its unit, as UCUM writes it
 * @param kind {@code gauge}, {@code sum} and what else OpenTelemetry has
 * @param serviceName what told it: the program, or {@code sandbox-ID} for what was measured from
 *     outside
 * @param attributes its attributes
 * @param points its values, the oldest first
 */
public record MetricSeries(
    String name,
    String unit,
    String kind,
    String serviceName,
    Map<String, String> attributes,
    List<Point> points) {
  /** Copies the collections. */
  public MetricSeries {
    attributes = Map.copyOf(attributes);
    points = List.copyOf(points);
  }

  /**
   * A value at a time.
   *
   * @param value the number; of a histogram its sum
   */
  public record Point(Instant timestamp, double value) {}
}
