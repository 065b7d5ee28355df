package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.signals.LogEntry;
import dev.sandglass.sandbox.signals.MetricSeries;
import dev.sandglass.sandbox.signals.OrganizationUsage;
import dev.sandglass.sandbox.signals.SandboxUsage;
import dev.sandglass.sandbox.signals.TraceSpan;
import dev.sandglass.sandbox.signals.TraceSummary;
import java.time.Duration;
import java.util.Optional;

/** Signals and figures as the engine's API writes them. */
final class SignalsJson {
  private SignalsJson() {}

  static MetricSeries series(JsonNode node) {
    return new MetricSeries(
        Fields.text(node, "metricName"),
        node.path("unit").asText(),
        node.path("kind").asText(),
        node.path("serviceName").asText(),
        Fields.textMap(node, "attributes"),
        Fields.list(
            node.path("dataPoints"),
            point ->
                new MetricSeries.Point(
                    Fields.instant(point, "timestamp"), point.path("value").asDouble())));
  }

  static LogEntry log(JsonNode node) {
    return new LogEntry(
        node.path("id").asLong(),
        Fields.instant(node, "timestamp"),
        node.path("body").asText(),
        node.path("severityText").asText(),
        node.path("severityNumber").asInt(),
        node.path("serviceName").asText(),
        Fields.textMap(node, "resourceAttributes"),
        Fields.textMap(node, "logAttributes"),
        Fields.optionalText(node, "traceId"),
        Fields.optionalText(node, "spanId"),
        Fields.optionalText(node, "eventName"));
  }

  static TraceSummary trace(JsonNode node) {
    return new TraceSummary(
        Fields.text(node, "traceId"),
        node.path("rootSpanName").asText(),
        Fields.instant(node, "startTime"),
        Duration.between(Fields.instant(node, "startTime"), Fields.instant(node, "endTime")),
        node.path("spanCount").asLong(),
        node.path("statusCode").asText());
  }

  static TraceSpan span(JsonNode node) {
    return new TraceSpan(
        Fields.text(node, "traceId"),
        Fields.text(node, "spanId"),
        Fields.optionalText(node, "parentSpanId").filter(parent -> !parent.isEmpty()),
        node.path("spanName").asText(),
        node.path("spanKind").asText(),
        Fields.instant(node, "timestamp"),
        Duration.ofNanos(node.path("durationNs").asLong()),
        node.path("serviceName").asText(),
        Fields.textMap(node, "spanAttributes"),
        Fields.textMap(node, "resourceAttributes"),
        node.path("statusCode").asText(),
        node.path("statusMessage").asText(),
        Fields.list(
            node.path("events"),
            event ->
                new TraceSpan.Event(
                    event.path("name").asText(),
                    Fields.instant(event, "timestamp"),
                    Fields.textMap(event, "attributes"))));
  }

  static SandboxUsage usage(JsonNode node) {
    return new SandboxUsage(
        Fields.text(node, "id"),
        Fields.optionalText(node, "name"),
        Fields.text(node, "state"),
        node.has("memoryUsage") ? Optional.of(figures(node)) : Optional.empty());
  }

  private static SandboxUsage.Figures figures(JsonNode node) {
    return new SandboxUsage.Figures(
        node.path("cpuUtilization").asDouble(),
        node.path("cpuLimit").asDouble(),
        node.path("memoryUsage").asLong(),
        node.path("memoryLimit").asLong(),
        node.path("processes").asLong(),
        node.path("networkReceived").asLong(),
        node.path("networkTransmitted").asLong(),
        Fields.optionalLong(node, "filesystemUsage"),
        node.path("source").asText().equals("cgroup"));
  }

  static OrganizationUsage organization(JsonNode node) {
    return new OrganizationUsage(
        node.path("organizationId").asText(),
        node.path("regionId").asText(),
        node.path("sandboxes").asInt(),
        node.path("running").asInt(),
        Fields.list(
            node.path("items"),
            item ->
                new OrganizationUsage.Item(
                    Fields.text(item, "resource"),
                    Fields.text(item, "unit"),
                    item.path("used").asDouble(),
                    item.path("total").asDouble(),
                    item.path("quota").asBoolean())));
  }
}
