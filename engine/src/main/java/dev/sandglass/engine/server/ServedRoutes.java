package dev.sandglass.engine.server;

import dev.sandglass.sandbox.http.DeclaredRoutes;
import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.RouteTable;
import dev.sandglass.scrubber.RouteTable.Declared;
import dev.sandglass.scrubber.RouteTemplate;
import java.util.ArrayList;
import java.util.List;

/** The routes that the engine serves, by their paths below {@code /v1}. */
public final class ServedRoutes {
  /** Those that our own client has no use for. */
  private static final List<Declared> OF_OTHERS =
      List.of(
          new Declared(HttpMethod.GET, RouteTemplate.of("/health")),
          execd(HttpMethod.GET, "/ping"),
          execd(HttpMethod.GET, "/metrics/watch"),
          execd(HttpMethod.GET, "/code/contexts/:contextId"),
          execd(HttpMethod.DELETE, "/code/contexts"),
          execd(HttpMethod.GET, "/pty/:sessionId"),
          execd(HttpMethod.POST, "/session"),
          execd(HttpMethod.POST, "/session/:sessionId/run"),
          execd(HttpMethod.DELETE, "/session/:sessionId"));

  private ServedRoutes() {}

  /** Returns the table of all of them. */
  public static RouteTable table() {
    List<Declared> routes = new ArrayList<>(DeclaredRoutes.all());
    routes.addAll(OF_OTHERS);
    return RouteTable.of(routes);
  }

  private static Declared execd(HttpMethod method, String path) {
    return new Declared(method, DeclaredRoutes.ofExecd(RouteTemplate.of(path)));
  }
}
