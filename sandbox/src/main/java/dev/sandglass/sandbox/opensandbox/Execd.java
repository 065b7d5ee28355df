package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Ports;
import dev.sandglass.sandbox.http.Answer;
import dev.sandglass.sandbox.http.Connection;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.http.Server;
import java.net.URI;
import java.net.http.WebSocket;
import org.jspecify.annotations.Nullable;

/** The way to the daemon inside one sandbox. */
final class Execd {
  private static final String PORT = "44772";

  private final Link link;
  private final String id;
  private volatile @Nullable Server resolved;

  Execd(Link link, String id) {
    this.link = link;
    this.id = id;
  }

  Answer send(RouteCall call) {
    return link.transport().send(server(), call);
  }

  JsonNode json(RouteCall call) {
    return send(call).json();
  }

  void run(RouteCall call) {
    send(call).discard();
  }

  Connection connect(RouteCall call, WebSocket.Listener listener) {
    return link.transport().connect(server(), call, listener);
  }

  /** The engine answers for execd itself; elsewhere its address is asked for once. */
  private Server server() {
    if (link.can(Capability.ENGINE_CONTROL)) {
      Server engine = link.source().server();
      String base = engine.base() + Route.SANDBOX_GET.template().path(id) + "/proxy/" + PORT;
      return new Server(URI.create(base), engine.headers());
    }
    Server known = resolved;
    if (known == null) {
      JsonNode answer = link.json(RouteCall.to(Route.SANDBOX_ENDPOINT, id, PORT));
      Ports.Endpoint endpoint = PortList.endpoint(link, answer);
      known = new Server(endpoint.url(), endpoint.headers());
      resolved = known;
    }
    return known;
  }
}
