package dev.sandglass.engine.observability.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.observability.api.SignalRoutes.Page;
import dev.sandglass.engine.observability.store.LogQuery;
import dev.sandglass.engine.observability.store.SignalReader;
import dev.sandglass.engine.observability.store.SignalStore;
import dev.sandglass.engine.server.Answers;
import dev.sandglass.engine.server.BlockingWork;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Log records: pages of what there is, and what comes after a cursor as soon as it is there. */
final class LogRoutes {
  private static final long MAX_WAIT_SECONDS = 60;

  private final BlockingWork work;
  private final SignalStore store;
  private final Known known;

  /** Refuses sandboxes that are not known. */
  @FunctionalInterface
  interface Known {
    void require(String id) throws SQLException;
  }

  LogRoutes(BlockingWork work, SignalStore store, Known known) {
    this.work = work;
    this.store = store;
    this.known = known;
  }

  void mount(Router router, String telemetry) {
    router.get(telemetry + "/logs").handler(this::logs);
  }

  private void logs(RoutingContext context) {
    var parameters = new Parameters(context.queryParams());
    OptionalLong after = parameters.number("after", 0, Long.MAX_VALUE);
    Page page = SignalRoutes.page(parameters);
    var query =
        new LogQuery(
            context.pathParam(SignalRoutes.SANDBOX_ID),
            parameters.time("from"),
            parameters.time("to"),
            parameters.severities("severities"),
            parameters.text("search"),
            parameters.text("process"),
            after,
            parameters.newestFirst("order"),
            after.isPresent() ? 0 : page.skip(),
            page.limit());
    long wait = parameters.number("waitSeconds", 0, MAX_WAIT_SECONDS).orElse(0);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(after.isPresent() ? wait : 0);
    new Poll(context, query, page, deadline).run();
  }

  /** Asks again whenever something was stored, until there is an answer or the time is up. */
  private final class Poll {
    private final RoutingContext context;
    private final Context loop;
    private final LogQuery query;
    private final Page page;
    private final long deadline;

    private Poll(RoutingContext context, LogQuery query, Page page, long deadline) {
      this.context = context;
      this.loop = context.vertx().getOrCreateContext();
      this.query = query;
      this.page = page;
      this.deadline = deadline;
    }

    private void run() {
      // Before the query: nothing that is stored meanwhile is missed.
      CompletableFuture<Void> next = store.next();
      work.submit(() -> SignalRoutes.readable(this::read))
          .onComplete(
              result ->
                  loop.runOnContext(
                      ignored -> {
                        if (result.failed()) {
                          context.fail(result.cause());
                        } else {
                          decide(result.result(), next);
                        }
                      }));
    }

    private SignalReader.LogPage read() throws SQLException {
      known.require(query.sandbox());
      return store.reader().logs(query);
    }

    private void decide(SignalReader.LogPage found, CompletableFuture<Void> next) {
      long left = deadline - System.nanoTime();
      if (!found.items().isEmpty() || left <= 0 || context.response().closed()) {
        Answers.json(context, 200, json(found));
        return;
      }
      // A copy: when the time is up for this one, it is not for others.
      next.copy()
          .completeOnTimeout(null, left, TimeUnit.NANOSECONDS)
          .thenRun(() -> loop.runOnContext(ignored -> run()));
    }

    private ObjectNode json(SignalReader.LogPage found) {
      ObjectNode json;
      if (query.after().isPresent()) {
        json = page.json(found.items(), found.items().size());
      } else {
        json = page.json(found.items(), found.total());
      }
      long cursor = query.after().orElse(0);
      for (ObjectNode item : found.items()) {
        cursor = Math.max(cursor, item.path("id").asLong());
      }
      boolean more = found.more() || found.items().size() == page.limit();
      boolean toGoOn = more && query.after().isPresent();
      return json.put("cursor", toGoOn ? cursor : Math.max(cursor, found.last()))
          .put("more", query.after().isPresent() ? more : found.more())
          .put("dropped", store.dropped(query.sandbox()));
    }
  }
}
