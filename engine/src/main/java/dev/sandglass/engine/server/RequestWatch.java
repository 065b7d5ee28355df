package dev.sandglass.engine.server;

import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.server.RequestObserver.ServedRequest;
import dev.sandglass.sandbox.UsageTelemetry;
import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.ReportableQuery;
import dev.sandglass.scrubber.RouteTable;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells an observer of requests, unless whoever makes them says that nothing may be recorded; that
 * holds for the sandbox that the request is about as well. What is passed on to servers inside
 * sandboxes is none of its business.
 */
final class RequestWatch {
  private static final String TELLING = "dev.sandglass.request-watch";
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final String VERSION_PREFIX = "/v1";
  private static final Pattern OF_SANDBOX =
      Pattern.compile("(?:/v1)?(?:/x-sandglass)?/sandboxes/([^/]+)(?:/.*)?");
  private static final Pattern PASSED_ON =
      Pattern.compile("(?:/v1)?/sandboxes/[^/]+/proxy/(?!44772(?:/|$)).*");

  private final RouteTable routes = ServedRoutes.table();
  private final RequestObserver observer;
  private final Sandboxes sandboxes;

  RequestWatch(RequestObserver observer, Sandboxes sandboxes) {
    this.observer = observer;
    this.sandboxes = sandboxes;
  }

  /** Whether whoever makes the request says that nothing about it may be recorded. */
  static boolean isForbidden(RoutingContext context) {
    return Optional.ofNullable(context.request().getHeader(UsageTelemetry.HEADER))
        .filter(said -> !said.equals(UsageTelemetry.ON_VALUE))
        .isPresent();
  }

  /** Whether a request is for a server inside a sandbox. */
  static boolean isPassedOn(RoutingContext context) {
    return PASSED_ON.matcher(context.normalizedPath()).matches();
  }

  /** Begins to watch a request that may be made. */
  void watch(RoutingContext context) {
    String path = context.normalizedPath();
    if (isForbidden(context)) {
      Matcher about = OF_SANDBOX.matcher(path);
      if (about.matches()) {
        sandboxes.forbidRecording(about.group(1));
      }
    } else if (!isPassedOn(context)) {
      long start = System.nanoTime();
      HttpServerRequest request = context.request();
      IntConsumer telling = status -> observer.served(describe(request, status, start));
      context.put(TELLING, telling);
      context.addHeadersEndHandler(ended -> tell(context, context.response().getStatusCode()));
    }
    context.next();
  }

  /** Takes in that a request has become a WebSocket. */
  static void upgraded(RoutingContext context) {
    tell(context, SWITCHING_PROTOCOLS);
  }

  private static void tell(RoutingContext context, int status) {
    IntConsumer telling = context.remove(TELLING);
    if (telling != null) {
      telling.accept(status);
    }
  }

  private ServedRequest describe(HttpServerRequest request, int status, long start) {
    HttpMethod method = HttpMethod.of(request.method().name());
    String uri = request.uri();
    String target =
        uri.startsWith(VERSION_PREFIX + "/") ? uri.substring(VERSION_PREFIX.length()) : uri;
    String query = request.query();
    return new ServedRequest(
        method,
        routes.find(method, target),
        query == null ? List.of() : ReportableQuery.of(query),
        status,
        Duration.ofNanos(System.nanoTime() - start));
  }
}
