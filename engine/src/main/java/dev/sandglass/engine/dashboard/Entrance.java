package dev.sandglass.engine.dashboard;

import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.server.Answers;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingWork;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where sessions begin. A link can be seen by others: the command line of a browser is no secret.
 * So only programs of the engine's own user, or of root, may use one; a root engine is looked at by
 * browsers of ordinary users, and takes any.
 */
final class Entrance {
  private static final int SEE_OTHER = 303;
  private static final long ROOT = 0;

  private final Sessions sessions;
  private final BlockingWork work;
  private final PeerOwner peers = new PeerOwner(Path.of("/proc/net"));

  Entrance(Sessions sessions, BlockingWork work) {
    this.sessions = sessions;
    this.work = work;
  }

  /** Exchanges a token for a cookie, and sends the browser on: the token is in no address then. */
  void open(RoutingContext context) {
    String token = context.queryParam("token").stream().findFirst().orElse("");
    HttpServerRequest request = context.request();
    Context loop = context.vertx().getOrCreateContext();
    work.submit(() -> isOurs(request))
        .onComplete(
            ours ->
                loop.runOnContext(
                    ignored -> {
                      if (ours.failed()) {
                        context.fail(ours.cause());
                      } else if (ours.result()) {
                        begin(context, sessions.begin(token));
                      } else {
                        context.fail(unknownUser());
                      }
                    }));
  }

  private boolean isOurs(HttpServerRequest request) {
    InetSocketAddress peer = address(request.remoteAddress());
    return mayEnter(PeerOwner.self(), peers.uid(peer, address(request.localAddress())));
  }

  /** Whether a program of one user may use a link to the engine of another. */
  static boolean mayEnter(long engine, OptionalLong peer) {
    return engine == ROOT
        || peer.equals(OptionalLong.of(engine))
        || peer.equals(OptionalLong.of(ROOT));
  }

  private static InetSocketAddress address(SocketAddress address) {
    // A number, so no name is looked up.
    return new InetSocketAddress(address.hostAddress(), address.port());
  }

  private static ApiException unknownUser() {
    return new ApiException(
        401, "GENERAL::UNAUTHORIZED", "this link is for the user who ran sand dashboard");
  }

  private static void begin(RoutingContext context, Optional<Sessions.Begun> begun) {
    if (begun.isEmpty()) {
      context.fail(
          new ApiException(
              401,
              "GENERAL::UNAUTHORIZED",
              "this link was used already or is too old: run sand dashboard again"));
      return;
    }
    String cookie =
        Guard.cookieName(context.request())
            + "="
            + begun.get().cookie()
            + "; Path="
            + DashboardRoutes.BASE
            + "; Max-Age="
            + Sessions.SESSION_LIFE.toSeconds()
            + "; HttpOnly; SameSite=Strict";
    context.response().putHeader(HttpHeaders.SET_COOKIE, cookie);
    // Browsers keep the part after "#" to themselves, and the code in it is good for one use.
    redirect(context, DashboardRoutes.BASE + "/#/begin/" + begun.get().code());
  }

  /** Sends a browser elsewhere. */
  static void redirect(RoutingContext context, String target) {
    context.response().putHeader(HttpHeaders.LOCATION, target);
    Answers.empty(context, SEE_OTHER);
  }

  /** Gives the page of a session its key. */
  void giveKey(RoutingContext context, Optional<String> cookie) {
    String code =
        Optional.ofNullable(context.request().getHeader(Guard.PAGE_KEY_HEADER)).orElse("");
    String key =
        cookie.flatMap(begun -> sessions.pageKey(begun, code)).orElseThrow(Guard::unauthorized);
    Answers.json(context, 201, Json.object().put("key", key));
  }
}
