package dev.sandglass.engine.server;

import dev.sandglass.engine.lifecycle.Sandboxes;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides who may ask: by the key, and never a page in a browser. */
final class Access {
  /** Header with the engine's key. */
  static final String KEY_HEADER = "OPEN-SANDBOX-API-KEY";

  /** Header with the token of one sandbox. */
  static final String TOKEN_HEADER = "X-EXECD-ACCESS-TOKEN";

  private static final String REQUEST_ID = "X-Request-ID";
  private static final Pattern VALID_REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern PROXY =
      Pattern.compile("(?:/v1)?/sandboxes/([^/]+)/proxy/\\d+(?:/.*)?");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final byte[] key;
  private final Sandboxes sandboxes;
  private final String listenHost;
  private final boolean anyHost;

  /**
   * With the key that opens everything.
   *
   * @param listenHost host of the address that the engine listens on, IPv6 in brackets
   */
  Access(String key, Sandboxes sandboxes, String listenHost) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.sandboxes = sandboxes;
    this.listenHost = listenHost.toLowerCase(Locale.ROOT);
    this.anyHost = Set.of("0.0.0.0", "[::]").contains(listenHost);
  }

  /** Gives every answer its request's id. */
  void identify(RoutingContext context) {
    String id =
        Optional.ofNullable(context.request().getHeader(REQUEST_ID))
            .filter(given -> VALID_REQUEST_ID.matcher(given).matches())
            .orElseGet(() -> UUID.randomUUID().toString());
    context.response().putHeader(REQUEST_ID, id);
    context.next();
  }

  /** Refuses browsers' pages, and names that were made to point here. */
  void refuseForeign(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.getHeader("Origin") != null) {
      throw new ApiException(
          403, "GENERAL::FORBIDDEN", "requests of web pages are refused (Origin header)");
    }
    String host = Optional.ofNullable(request.getHeader("Host")).orElse("");
    if (!knownHost(host, request.localAddress().port())) {
      throw new ApiException(
          403, "GENERAL::FORBIDDEN", "the Host header does not name this engine");
    }
    context.next();
  }

  private boolean knownHost(String host, int port) {
    if (anyHost && !host.isEmpty()) {
      return true;
    }
    String lower = host.toLowerCase(Locale.ROOT);
    String suffix = ":" + port;
    String name =
        lower.endsWith(suffix) ? lower.substring(0, lower.length() - suffix.length()) : lower;
    boolean withPort = lower.endsWith(suffix) || port == 80;
    return withPort && (LOOPBACK.contains(name) || name.equals(listenHost));
  }

  /** Refuses requests without the key; a sandbox's token opens that sandbox's ports. */
  void authenticate(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (hasKey(request) || hasToken(request, context.normalizedPath())) {
      context.next();
      return;
    }
    throw new ApiException(
        401, "GENERAL::UNAUTHORIZED", "the header " + KEY_HEADER + " is missing or wrong");
  }

  private boolean hasKey(HttpServerRequest request) {
    String given = Optional.ofNullable(request.getHeader(KEY_HEADER)).orElse("");
    return MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8));
  }

  private boolean hasToken(HttpServerRequest request, String path) {
    String given = request.getHeader(TOKEN_HEADER);
    Matcher proxy = PROXY.matcher(path);
    return given != null && proxy.matches() && sandboxes.opens(proxy.group(1), given);
  }
}
