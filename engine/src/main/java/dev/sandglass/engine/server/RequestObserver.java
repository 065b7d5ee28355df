package dev.sandglass.engine.server;

import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.QueryArgument;
import dev.sandglass.scrubber.RouteTemplate;
import java.time.Duration;
import java.util.List;

/**
 * Is told of the requests that the engine served to clients that allow it to be recorded. Must be
 * quick, thread-safe, and never throw.
 */
@FunctionalInterface
public interface RequestObserver {
  /** A request was answered. */
  void served(ServedRequest request);

  /**
   * One request, in words that were declared beforehand.
   *
   * @param method its method
   * @param route the template of its path, or {@link RouteTemplate#UNKNOWN}
   * @param query what may be reported of its query
   * @param status of the answer
   * @param duration until the head of the answer
   */
  record ServedRequest(
      HttpMethod method,
      RouteTemplate route,
      List<QueryArgument> query,
      int status,
      Duration duration) {}
}
