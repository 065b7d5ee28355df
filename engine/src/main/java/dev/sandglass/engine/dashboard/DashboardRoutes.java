package dev.sandglass.engine.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.Version;
import dev.sandglass.engine.isolation.ResourceLimits;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.ObservedSandbox;
import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.server.Answers;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.EngineRoutes;
import dev.sandglass.engine.server.SelfGuardedRoutes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The page and its data. Everything below {@link #BASE} is guarded; nothing there changes anything.
 */
final class DashboardRoutes implements SelfGuardedRoutes {
  /** Where all of it is. */
  static final String BASE = "/dashboard";

  /** Where a token is exchanged for a session. */
  static final String OPEN_PATH = BASE + "/open";

  private static final String API = BASE + "/api";

  /** Where a page gets its key. */
  static final String KEY_PATH = API + "/key";

  private final Entrance entrance;
  private final Guard guard;
  private final Sandboxes sandboxes;
  private final EngineRoutes signals;
  private final String metricsPrefix;
  private final Assets assets = new Assets();

  DashboardRoutes(
      Entrance entrance,
      Guard guard,
      Sandboxes sandboxes,
      EngineRoutes signals,
      String metricsPrefix) {
    this.entrance = entrance;
    this.guard = guard;
    this.sandboxes = sandboxes;
    this.signals = signals;
    this.metricsPrefix = metricsPrefix;
  }

  @Override
  public void mount(Router router) {
    for (String path : List.of(BASE, BASE + "/*")) {
      router.route(path).handler(guard::check).failureHandler(DashboardRoutes::tellPeople);
    }
    router.get(OPEN_PATH).handler(entrance::open);
    router.route(BASE).handler(guard::requireSession);
    router.route(BASE + "/*").handler(guard::requireSession);
    router.post(KEY_PATH).handler(context -> entrance.giveKey(context, guard.cookie(context)));
    router.route(API + "/*").handler(guard::requirePage);
    router.get(API + "/engine").handler(this::describe);
    router.get(API + "/sandboxes").handler(this::list);
    signals.mount(router, API);
    router.get(BASE + "/*").handler(this::asset);
  }

  /** Whoever follows a link reads a sentence; everybody else gets the error of the API. */
  private static void tellPeople(RoutingContext context) {
    boolean follows =
        Optional.ofNullable(context.request().getHeader(HttpHeaders.ACCEPT))
            .filter(types -> types.contains("text/html"))
            .isPresent();
    if (follows && context.failure() instanceof ApiException error) {
      context
          .response()
          .setStatusCode(error.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end("Sandglass: " + error.getMessage() + "\n");
    } else {
      context.next();
    }
  }

  private void describe(RoutingContext context) {
    Answers.json(
        context,
        200,
        Json.object().put("version", Version.CURRENT).put("metricsPrefix", metricsPrefix));
  }

  private void list(RoutingContext context) {
    List<ObservedSandbox> all =
        sandboxes.observed().stream()
            .sorted(
                Comparator.comparing(ObservedSandbox::createdAt)
                    .reversed()
                    .thenComparing(ObservedSandbox::id))
            .toList();
    ObjectNode json = Json.object();
    var items = json.putArray("items");
    all.forEach(sandbox -> items.add(summary(sandbox)));
    Answers.json(context, 200, json);
  }

  private static ObjectNode summary(ObservedSandbox sandbox) {
    ObjectNode json =
        Json.object()
            .put("id", sandbox.id())
            .put("name", sandbox.name().orElse(""))
            .put("state", sandbox.state().label())
            .put("template", sandbox.template())
            .put("snapshot", sandbox.snapshot())
            .put("createdAt", sandbox.createdAt().toString());
    ResourceLimits limits = sandbox.limits();
    limits.cpuMillis().ifPresent(millis -> json.put("cpuLimit", millis / 1000.0));
    limits.memoryBytes().ifPresent(bytes -> json.put("memoryLimit", bytes));
    limits.diskBytes().ifPresent(bytes -> json.put("diskLimit", bytes));
    return json;
  }

  private void asset(RoutingContext context) {
    if (context.normalizedPath().equals(BASE)) {
      Entrance.redirect(context, BASE + "/"); // the page names its files relative to it
      return;
    }
    Assets.Asset asset =
        assets
            .find(context.normalizedPath().substring(BASE.length() + 1))
            .orElseThrow(
                () ->
                    new ApiException(
                        404, "GENERAL::NOT_FOUND", "there is nothing at this address"));
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
        .end(Buffer.buffer(asset.content()));
  }
}
