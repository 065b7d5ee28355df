package dev.sandglass.sandbox.http;

import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.QueryArgument;
import dev.sandglass.scrubber.ReportableQuery;
import dev.sandglass.scrubber.RouteTemplate;
import java.util.List;

/**
 * A request as an observer sees it: what can be said of it in words that were declared beforehand.
 * Nothing concrete comes out: no path, no name, no host, no header, no body. Immutable and
 * thread-safe; what takes work is done when it is asked for.
 */
public final class ObservedRequest {
  private final Route route;
  private final HttpMethod method;
  private final String pathAndQuery;

  ObservedRequest(RouteCall call) {
    this.route = call.route();
    this.method = HttpMethod.of(call.method());
    this.pathAndQuery = call.pathAndQuery();
  }

  /** Which of this module's requests it is. */
  public Route route() {
    return route;
  }

  /** Its HTTP method. */
  public HttpMethod method() {
    return method;
  }

  /**
   * The template of its path: the route's own; for a path that a user typed that of the route it
   * belongs to, or {@link RouteTemplate#UNKNOWN}.
   */
  public RouteTemplate template() {
    return route == Route.RAW ? DeclaredRoutes.ofRaw(method, pathAndQuery) : route.template();
  }

  /** What may be reported of its query. */
  public List<QueryArgument> query() {
    int mark = pathAndQuery.indexOf('?');
    int end = pathAndQuery.indexOf('#', mark + 1);
    return mark < 0
        ? List.of()
        : ReportableQuery.of(
            pathAndQuery.substring(mark + 1, end < 0 ? pathAndQuery.length() : end));
  }

  /** Returns the method and the template. */
  @Override
  public String toString() {
    return method + " " + template();
  }
}
