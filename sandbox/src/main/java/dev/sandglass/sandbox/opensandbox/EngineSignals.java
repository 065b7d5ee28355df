package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.signals.LogEntry;
import dev.sandglass.sandbox.signals.LogQuery;
import dev.sandglass.sandbox.signals.MetricQuery;
import dev.sandglass.sandbox.signals.MetricSeries;
import dev.sandglass.sandbox.signals.Signals;
import dev.sandglass.sandbox.signals.TraceSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the engine keeps of one sandbox. */
final class EngineSignals implements Signals {
  private static final int PAGE = 1_000;
  private static final int WAIT_SECONDS = 20;
  private static final Duration WAIT_LIMIT = Duration.ofSeconds(WAIT_SECONDS + 20L);

  private final Link link;
  private final String id;

  EngineSignals(Link link, String id) {
    this.link = link;
    this.id = id;
  }

  @Override
  public List<MetricSeries> metrics(MetricQuery query) {
    link.need(Capability.SIGNALS);
    RouteCall call = RouteCall.to(Route.SANDBOX_METRIC_SERIES, id);
    query.from().ifPresent(from -> call.query("from", from.toString()));
    query.to().ifPresent(to -> call.query("to", to.toString()));
    query.names().forEach(name -> call.query("metricNames", name));
    return link.observed(
        Operation.SIGNALS_METRICS,
        () -> Fields.list(link.json(call).path("series"), SignalsJson::series));
  }

  @Override
  public LogPage logs(LogQuery query, boolean newestFirst, int page, int limit) {
    RouteCall call = call(query).query("order", newestFirst ? "desc" : "asc");
    call.query("page", Integer.toString(page)).query("limit", Integer.toString(limit));
    JsonNode answer = json(call);
    return new LogPage(
        Fields.list(answer.path("items"), SignalsJson::log),
        answer.path("total").asLong(),
        Fields.optionalLong(answer, "cursor"),
        answer.path("dropped").asLong());
  }

  @Override
  public long read(LogQuery query, long after, Consumer<LogEntry> consumer) {
    long cursor = after;
    boolean more = true;
    while (more) {
      JsonNode answer = json(after(query, cursor));
      pass(answer, consumer);
      cursor = answer.path("cursor").asLong();
      more = answer.path("more").asBoolean();
    }
    return cursor;
  }

  @Override
  public long await(LogQuery query, long after, Consumer<LogEntry> consumer) {
    RouteCall call = after(query, after).query("waitSeconds", Integer.toString(WAIT_SECONDS));
    JsonNode answer = json(call.timeout(WAIT_LIMIT));
    pass(answer, consumer);
    return answer.path("cursor").asLong();
  }

  @Override
  public TracePage traces(Optional<Instant> from, Optional<Instant> to, int page, int limit) {
    link.need(Capability.SIGNALS);
    RouteCall call = RouteCall.to(Route.SANDBOX_TRACES, id);
    from.ifPresent(time -> call.query("from", time.toString()));
    to.ifPresent(time -> call.query("to", time.toString()));
    call.query("page", Integer.toString(page)).query("limit", Integer.toString(limit));
    JsonNode answer = link.observed(Operation.SIGNALS_TRACES, () -> link.json(call));
    return new TracePage(
        Fields.list(answer.path("items"), SignalsJson::trace), answer.path("total").asLong());
  }

  @Override
  public List<TraceSpan> trace(String traceId) {
    link.need(Capability.SIGNALS);
    RouteCall call = RouteCall.to(Route.SANDBOX_TRACE, id, traceId);
    return link.observed(
        Operation.SIGNALS_TRACE, () -> Fields.list(link.json(call), SignalsJson::span));
  }

  private RouteCall after(LogQuery query, long cursor) {
    return call(query).query("after", Long.toString(cursor)).query("limit", Integer.toString(PAGE));
  }

  private static void pass(JsonNode answer, Consumer<LogEntry> consumer) {
    Fields.list(answer.path("items"), SignalsJson::log).forEach(consumer);
  }

  private JsonNode json(RouteCall call) {
    link.need(Capability.SIGNALS);
    return link.observed(Operation.SIGNALS_LOGS, () -> link.json(call));
  }

  private RouteCall call(LogQuery query) {
    RouteCall call = RouteCall.to(Route.SANDBOX_LOG_RECORDS, id);
    query.from().ifPresent(from -> call.query("from", from.toString()));
    query.to().ifPresent(to -> call.query("to", to.toString()));
    query.severities().stream().sorted().forEach(one -> call.query("severities", one));
    query.search().ifPresent(text -> call.query("search", text));
    query.process().ifPresent(process -> call.query("process", process));
    return call;
  }
}
