package dev.sandglass.engine.server;

import dev.sandglass.sandbox.http.ServerTiming;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Tells clients how long the engine worked on their request. Whoever traces makes a span of it: of
 * its own work the engine sends nothing to anybody, and need know neither the backends of those who
 * ask nor their keys. What is passed on to servers inside sandboxes is theirs to time.
 */
public final class RequestClock {
  private static final String CLOCK = "dev.sandglass.request-clock";

  private final long start = System.nanoTime();

  private RequestClock() {}

  /** Begins to time a request, and says so in the head of its answer. */
  static void start(RoutingContext context) {
    if (!RequestWatch.isPassedOn(context)) {
      var clock = new RequestClock();
      context.put(CLOCK, clock);
      context.addHeadersEndHandler(
          ended -> context.response().putHeader(ServerTiming.HEADER, clock.read().text()));
    }
    context.next();
  }

  /** Returns the clock of a request that the engine serves itself. */
  public static RequestClock of(RoutingContext context) {
    return context.get(CLOCK);
  }

  /** Returns how long the engine has worked until now. */
  public ServerTiming read() {
    return new ServerTiming(Duration.ofNanos(System.nanoTime() - start));
  }
}
