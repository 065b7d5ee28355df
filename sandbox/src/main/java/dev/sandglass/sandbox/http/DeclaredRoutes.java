package dev.sandglass.sandbox.http;

import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.RouteTable;
import dev.sandglass.scrubber.RouteTable.Declared;
import dev.sandglass.scrubber.RouteTemplate;
import java.util.ArrayList;
import java.util.List;

/** The routes of {@link Route} as they stand below the base of a server. */
public final class DeclaredRoutes {
  /** Where the local engine serves the execution daemon of a sandbox. */
  private static final String EXECD_BASE = "/sandboxes/:sandboxId/proxy/44772";

  private DeclaredRoutes() {}

  /** Returns where a path of the execution daemon is found from the base of a server. */
  public static RouteTemplate ofExecd(RouteTemplate path) {
    return RouteTemplate.of(EXECD_BASE + path);
  }

  /** Returns all routes; those of the execution daemon below their sandbox. */
  public static List<Declared> all() {
    List<Declared> routes = new ArrayList<>();
    for (Route route : Route.values()) {
      if (route != Route.RAW) {
        boolean execd = route.part() == Route.Part.EXECD;
        RouteTemplate template = execd ? ofExecd(route.template()) : route.template();
        routes.add(new Declared(HttpMethod.of(route.method()), template));
      }
    }
    return routes;
  }

  /** Returns the declared template that a path which a user typed belongs to. */
  static RouteTemplate ofRaw(HttpMethod method, String pathAndQuery) {
    return RouteTable.of(all()).find(method, pathAndQuery);
  }
}
