package dev.sandglass.engine.dashboard;

import dev.sandglass.engine.server.ApiException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What every request for the dashboard must be like, and what every answer forbids browsers. */
final class Guard {
  /** Header with the key of the page. */
  static final String PAGE_KEY_HEADER = "X-Sandglass-Dashboard";

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> OWN_SITES = Set.of("none", "same-origin");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
          + "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
          + "require-trusted-types-for 'script'; trusted-types 'none'";

  private final Sessions sessions;

  Guard(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Refuses other machines, other names of this one, other sites, and writing. */
  void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    forbid(context.response().headers());
    requireLoopback(request);
    String host =
        Optional.ofNullable(request.getHeader("Host")).orElse("").toLowerCase(Locale.ROOT);
    if (!isOwn(host, request.localAddress().port())) {
      throw forbidden("the Host header does not name this engine");
    }
    String site = Optional.ofNullable(request.getHeader("Sec-Fetch-Site")).orElse("none");
    String origin = Optional.ofNullable(request.getHeader("Origin")).orElse("http://" + host);
    if (!OWN_SITES.contains(site) || !origin.toLowerCase(Locale.ROOT).equals("http://" + host)) {
      throw forbidden("requests of other web pages are refused");
    }
    boolean begins =
        request.method().equals(HttpMethod.POST)
            && context.normalizedPath().equals(DashboardRoutes.KEY_PATH);
    if (!request.method().equals(HttpMethod.GET) && !begins) {
      throw new ApiException(
          405, "GENERAL::METHOD_NOT_ALLOWED", "the dashboard reads, and does nothing else");
    }
    context.next();
  }

  private static void forbid(MultiMap headers) {
    headers
        .set("Content-Security-Policy", POLICY)
        .set("X-Frame-Options", "DENY")
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set("Cache-Control", "no-store")
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cross-Origin-Resource-Policy", "same-origin");
  }

  private static void requireLoopback(HttpServerRequest request) {
    try {
      // The address is a number, so no name is looked up.
      if (InetAddress.getByName(request.remoteAddress().hostAddress()).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      // Refused below, like any other machine.
    }
    throw forbidden("the dashboard is for browsers on this machine");
  }

  private static boolean isOwn(String host, int port) {
    return LOOPBACK.stream()
        .anyMatch(name -> host.equals(name + ":" + port) || (port == 80 && host.equals(name)));
  }

  private static ApiException forbidden(String message) {
    return new ApiException(403, "GENERAL::FORBIDDEN", message);
  }

  /** Refuses browsers that have no session. */
  void requireSession(RoutingContext context) {
    if (cookie(context).filter(sessions::hasBegun).isEmpty()) {
      throw unauthorized();
    }
    context.next();
  }

  /** Refuses whoever is not the page of a session. */
  void requirePage(RoutingContext context) {
    String key = Optional.ofNullable(context.request().getHeader(PAGE_KEY_HEADER)).orElse("");
    if (cookie(context).filter(cookie -> sessions.admits(cookie, key)).isEmpty()) {
      throw unauthorized();
    }
    context.next();
  }

  /** The error of whoever was not let in. */
  static ApiException unauthorized() {
    return new ApiException(
        401, "GENERAL::UNAUTHORIZED", "this session has ended or never was: run sand dashboard");
  }

  /** Name of the cookie: browsers keep those of all ports of a host together. */
  static String cookieName(HttpServerRequest request) {
    return "sandglass-dashboard-" + request.localAddress().port();
  }

  /** The value of the session's cookie. Read by hand: of cookies with one name only one counts. */
  Optional<String> cookie(RoutingContext context) {
    String begin = cookieName(context.request()) + "=";
    for (String header : context.request().headers().getAll("Cookie")) {
      for (String pair : header.split(";")) {
        String value = pair.strip();
        // Other servers of this host can add cookies of this name; they know no session's.
        if (value.startsWith(begin) && sessions.hasBegun(value.substring(begin.length()))) {
          return Optional.of(value.substring(begin.length()));
        }
      }
    }
    return Optional.empty();
  }
}
