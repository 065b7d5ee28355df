package dev.sandglass.cli.command.observe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.View;
import dev.sandglass.sandbox.signals.TraceSpan;
import dev.sandglass.sandbox.signals.TraceSummary;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How traces are shown. */
final class TraceViews {
  private static final double NANOS_PER_MILLI = 1e6;

  /** A list of traces. */
  static final View<TraceSummary> TRACES =
      View.<TraceSummary>of(TraceSummary::traceId, TraceViews::json)
          .column("TRACE ID", TraceSummary::traceId)
          .column("BEGIN", trace -> trace.startTime().truncatedTo(ChronoUnit.MILLIS).toString())
          .column("DURATION", trace -> text(trace.duration()))
          .column("SPANS", trace -> Long.toString(trace.spanCount()))
          .column("STATUS", TraceSummary::statusCode)
          .column("ROOT", TraceSummary::rootSpanName);

  /** The spans of a trace, for people. */
  static final View<Waterfall.Line> WATERFALL =
      View.<Waterfall.Line>of(line -> line.span().spanId(), line -> json(line.span()))
          .column("SPAN", Waterfall.Line::indented)
          .column("SERVICE", line -> line.span().serviceName())
          .column("DURATION", line -> text(line.span().duration()))
          .column("TIMELINE", Waterfall.Line::bar)
          .column("STATUS", line -> status(line.span()));

  /** The spans of a trace, for programs. */
  static final View<TraceSpan> SPANS = View.of(TraceSpan::spanId, TraceViews::json);

  private TraceViews() {}

  private static String status(TraceSpan span) {
    return span.statusMessage().isEmpty()
        ? span.statusCode()
        : span.statusCode() + ": " + span.statusMessage();
  }

  private static String text(Duration duration) {
    double millis = Waterfall.nanos(duration) / NANOS_PER_MILLI;
    if (millis < 1) {
      return String.format(Locale.ROOT, "%.0f µs", millis * 1_000);
    }
    return millis < 1_000
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : String.format(Locale.ROOT, "%.2f s", millis / 1_000);
  }

  private static ObjectNode json(TraceSummary trace) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("traceId", trace.traceId())
        .put("rootSpanName", trace.rootSpanName())
        .put("startTime", trace.startTime().toString())
        .put("durationMs", Waterfall.nanos(trace.duration()) / NANOS_PER_MILLI)
        .put("spanCount", trace.spanCount())
        .put("statusCode", trace.statusCode());
  }

  private static ObjectNode json(TraceSpan span) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("traceId", span.traceId())
            .put("spanId", span.spanId())
            .put("parentSpanId", span.parentSpanId().orElse(null))
            .put("spanName", span.name())
            .put("spanKind", span.kind())
            .put("timestamp", span.startTime().toString())
            .put("durationNs", span.duration().toNanos())
            .put("serviceName", span.serviceName())
            .put("statusCode", span.statusCode())
            .put("statusMessage", span.statusMessage());
    put(json.putObject("spanAttributes"), span.attributes());
    put(json.putObject("resourceAttributes"), span.resourceAttributes());
    ArrayNode events = json.putArray("events");
    span.events()
        .forEach(
            event -> {
              ObjectNode one = events.addObject();
              one.put("name", event.name()).put("timestamp", event.timestamp().toString());
              put(one.putObject("attributes"), event.attributes());
            });
    return json;
  }

  private static void put(ObjectNode json, Map<String, String> texts) {
    new TreeMap<>(texts).forEach(json::put);
  }
}
