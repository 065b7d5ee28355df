package dev.sandglass.cli.command.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.cli.console.View;
import dev.sandglass.sandbox.signals.MetricSeries;
import dev.sandglass.sandbox.signals.OrganizationUsage;
import dev.sandglass.sandbox.signals.SandboxUsage;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How figures are shown. */
final class UsageViews {
  private static final String NONE = "-";
  private static final int TREND_WIDTH = 30;
  private static final String BYTES = "By";

  private UsageViews() {}

  /**
   * Series of metrics.
   *
   * @param trend whether to draw their course, which only a terminal shows well
   */
  static View<MetricSeries> series(boolean trend) {
    View<MetricSeries> view =
        View.<MetricSeries>of(MetricSeries::name, UsageViews::json)
            .column("METRIC", UsageViews::label)
            .column("NOW", series -> show(series, last(series)))
            .column("LEAST", series -> show(series, summary(series).getMin()))
            .column("MEAN", series -> show(series, summary(series).getAverage()))
            .column("MOST", series -> show(series, summary(series).getMax()))
            .column("POINTS", series -> Integer.toString(series.points().size()));
    return trend ? view.column("TREND", UsageViews::trend) : view;
  }

  private static String label(MetricSeries series) {
    return series.attributes().isEmpty()
        ? series.name()
        : series.name()
            + new TreeMap<>(series.attributes())
                .entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
  }

  private static double last(MetricSeries series) {
    List<MetricSeries.Point> points = series.points();
    return points.isEmpty() ? 0 : points.get(points.size() - 1).value();
  }

  private static java.util.DoubleSummaryStatistics summary(MetricSeries series) {
    return series.points().stream().mapToDouble(MetricSeries.Point::value).summaryStatistics();
  }

  private static String trend(MetricSeries series) {
    return Sparkline.of(
        series.points().stream().map(MetricSeries.Point::value).toList(), TREND_WIDTH);
  }

  private static String show(MetricSeries series, double value) {
    return switch (series.unit()) {
      case BYTES -> ByteCount.format(Math.round(value));
      case "%" -> percent(value);
      case "s" -> String.format(Locale.ROOT, "%.1f s", value);
      default -> plain(value);
    };
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", value);
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  static ObjectNode json(MetricSeries series) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("metricName", series.name());
    json.put("unit", series.unit());
    json.put("kind", series.kind());
    json.put("serviceName", series.serviceName());
    ObjectNode attributes = json.putObject("attributes");
    new TreeMap<>(series.attributes()).forEach(attributes::put);
    ArrayNode points = json.putArray("dataPoints");
    series
        .points()
        .forEach(
            point ->
                points
                    .addObject()
                    .put("timestamp", point.timestamp().toString())
                    .put("value", point.value()));
    return json;
  }

  /** Sandboxes with what they use. */
  static View<SandboxUsage> sandboxes() {
    return View.<SandboxUsage>of(SandboxUsage::id, UsageViews::json)
        .column("SANDBOX", usage -> usage.name().orElse(usage.id()))
        .column("STATE", SandboxUsage::state)
        .column("CPU", figure(figures -> percent(figures.cpuPercent())))
        .column("OF", figure(figures -> plain(figures.cpuLimit())))
        .column("MEMORY", figure(figures -> ByteCount.format(figures.memoryBytes())))
        .column("OF", figure(figures -> ByteCount.format(figures.memoryLimitBytes())))
        .column(
            "DISK",
            figure(
                figures ->
                    figures.diskBytes().isPresent()
                        ? ByteCount.format(figures.diskBytes().getAsLong())
                        : NONE))
        .column("IN", figure(figures -> ByteCount.format(figures.receivedBytes())))
        .column("OUT", figure(figures -> ByteCount.format(figures.transmittedBytes())))
        .column("PROCESSES", figure(figures -> Long.toString(figures.processes())));
  }

  private static Function<SandboxUsage, String> figure(
      Function<SandboxUsage.Figures, String> show) {
    return usage -> usage.figures().map(show).orElse(NONE);
  }

  private static JsonNode json(SandboxUsage usage) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", usage.id());
    json.put("name", usage.name().orElse(null));
    json.put("state", usage.state());
    if (usage.figures().isEmpty()) {
      return json.putNull("usage");
    }
    SandboxUsage.Figures figures = usage.figures().get();
    ObjectNode node = json.putObject("usage");
    node.put("cpuPercent", figures.cpuPercent());
    node.put("cpuLimit", figures.cpuLimit());
    node.put("memoryBytes", figures.memoryBytes());
    node.put("memoryLimitBytes", figures.memoryLimitBytes());
    node.put("diskBytes", figures.diskBytes().isPresent() ? figures.diskBytes().getAsLong() : null);
    node.put("receivedBytes", figures.receivedBytes());
    node.put("transmittedBytes", figures.transmittedBytes());
    node.put("processes", figures.processes());
    node.put("source", figures.accounted() ? "cgroup" : "proc");
    return json;
  }

  /** Resources of the organization. */
  static View<OrganizationUsage.Item> items() {
    return View.<OrganizationUsage.Item>of(OrganizationUsage.Item::resource, UsageViews::json)
        .column("RESOURCE", OrganizationUsage.Item::resource)
        .column("USED", item -> amount(item, item.used()))
        .column("TOTAL", item -> amount(item, item.total()))
        .column("LIMIT", item -> item.quota() ? "quota" : "machine")
        .column(
            "USED OF TOTAL",
            item -> item.total() > 0 ? percent(100 * item.used() / item.total()) : NONE);
  }

  private static String amount(OrganizationUsage.Item item, double value) {
    return item.unit().equals(BYTES) ? ByteCount.format(Math.round(value)) : plain(value);
  }

  private static JsonNode json(OrganizationUsage.Item item) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("resource", item.resource())
        .put("unit", item.unit())
        .put("used", item.used())
        .put("total", item.total())
        .put("quota", item.quota());
  }

  /** The organization as a document. */
  static ObjectNode json(OrganizationUsage usage) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("organizationId", usage.organizationId());
    json.put("regionId", usage.regionId());
    json.put("sandboxes", usage.sandboxes());
    json.put("running", usage.running());
    ArrayNode items = json.putArray("items");
    usage.items().forEach(item -> items.add(json(item)));
    return json;
  }
}
