package dev.sandglass.engine.observability.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.observability.sampling.Sampler;
import dev.sandglass.engine.observability.store.MetricQuery;
import dev.sandglass.engine.observability.store.SignalStore;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.EngineRoutes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What sandboxes told and used. The paths below {@code /telemetry}, their filters and their answers
 * are those of Daytona's API, with more fields and with cursors for logs. Sandboxes that are gone
 * can still be asked about, by their ids.
 */
public final class SignalRoutes implements EngineRoutes {
  static final String SANDBOX_ID = "sandboxId";
  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1_000;
  private static final int MAX_PAGE = 1_000_000;
  private static final int MAX_POINTS = 30_000;
  private static final int MAX_SPANS = 5_000;

  private final BlockingWork work;
  private final Sandboxes sandboxes;
  private final SignalStore store;
  private final Sampler sampler;
  private final LogRoutes logs;

  /** Makes the routes. */
  public SignalRoutes(BlockingWork work, Sandboxes sandboxes, SignalStore store, Sampler sampler) {
    this.work = work;
    this.sandboxes = sandboxes;
    this.store = store;
    this.sampler = sampler;
    this.logs = new LogRoutes(work, store, this::requireKnown);
  }

  @Override
  public void mount(Router router, String prefix) {
    String telemetry = prefix + "/sandboxes/:sandboxId/telemetry";
    router.get(prefix + "/metrics").handler(c -> work.json(c, 200, sampler::live));
    router.get(prefix + "/usage").handler(c -> work.json(c, 200, sampler::usage));
    router.get(telemetry + "/metrics").handler(this::metrics);
    router.get(telemetry + "/traces").handler(this::traces);
    router.get(telemetry + "/traces/:traceId").handler(this::trace);
    logs.mount(router, telemetry);
  }

  private void metrics(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    var parameters = new Parameters(context.queryParams());
    var query =
        new MetricQuery(
            id,
            parameters.time("from"),
            parameters.time("to"),
            parameters.texts("metricNames"),
            (int) parameters.number("limit", 1, MAX_POINTS).orElse(MAX_POINTS));
    answer(
        context,
        () -> {
          requireKnown(id);
          ObjectNode json = Json.object();
          json.putArray("series").addAll(store.reader().metrics(query));
          return json;
        });
  }

  private void traces(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    var parameters = new Parameters(context.queryParams());
    var from = parameters.time("from");
    var to = parameters.time("to");
    Page page = page(parameters);
    answer(
        context,
        () -> {
          requireKnown(id);
          var traces = store.reader().traces(id, from, to, page.skip(), page.limit());
          return page.json(traces.items(), traces.total());
        });
  }

  private void trace(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    String trace = context.pathParam("traceId");
    if (!trace.matches("[0-9a-fA-F]{32}")) {
      throw Parameters.invalid("a trace id has 32 hexadecimal digits");
    }
    answer(
        context,
        () -> {
          requireKnown(id);
          List<ObjectNode> spans =
              store.reader().trace(id, HexFormat.of().parseHex(trace), MAX_SPANS);
          if (spans.isEmpty()) {
            throw new ApiException(404, "TRACE::NOT_FOUND", "there is no trace " + trace);
          }
          return Json.array().addAll(spans);
        });
  }

  /** A page as it was asked for. */
  record Page(int number, int limit) {
    int skip() {
      return (number - 1) * limit;
    }

    ObjectNode json(List<ObjectNode> items, long total) {
      ObjectNode json = Json.object();
      json.putArray("items").addAll(items);
      return json.put("total", total)
          .put("page", number)
          .put("totalPages", (total + limit - 1) / limit);
    }
  }

  static Page page(Parameters parameters) {
    return new Page(
        (int) parameters.number("page", 1, MAX_PAGE).orElse(1),
        (int) parameters.number("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT));
  }

  private void answer(RoutingContext context, Callable<? extends JsonNode> query) {
    work.json(context, 200, () -> readable(query));
  }

  /** Runs a query; that the file cannot be read is nothing the client could help. */
  static <T> T readable(Callable<T> query) throws Exception {
    try {
      return query.call();
    } catch (SQLException e) {
      System.getLogger(SignalRoutes.class.getName())
          .log(System.Logger.Level.WARNING, "the store cannot be read: {0}", e.getMessage());
      throw new ApiException(
          500, "TELEMETRY::UNREADABLE", "what sandboxes told cannot be read: " + e.getMessage());
    }
  }

  /** Refuses a sandbox that neither exists nor left anything. */
  private void requireKnown(String id) throws SQLException {
    if (!sandboxes.exists(id) && !store.reader().knows(id)) {
      throw new ApiException(
          404, "SANDBOX::NOT_FOUND", "there is no sandbox " + id + ", and nothing is kept of it");
    }
  }
}
