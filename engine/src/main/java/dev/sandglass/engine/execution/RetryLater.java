package dev.sandglass.engine.execution;

import dev.sandglass.engine.server.ApiException;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/** Tells a client that was refused for now when to ask again. */
final class RetryLater {
  private RetryLater() {}

  /** Work that may be refused. */
  @FunctionalInterface
  interface Step {
    /** Does the work. */
    void run() throws Exception;
  }

  /** Does the work; a refusal for now gets a {@code Retry-After} of one second. */
  static void on(RoutingContext context, Step step) throws Exception {
    answer(
        context,
        () -> {
          step.run();
          return true;
        });
  }

  /** As {@link #on}, for work that returns something. */
  static <T> T answer(RoutingContext context, Callable<T> step) throws Exception {
    try {
      return step.call();
    } catch (ApiException e) {
      if (e.status() == 429 && !context.response().headWritten()) {
        context.response().putHeader("Retry-After", "1");
      }
      throw e;
    }
  }
}
