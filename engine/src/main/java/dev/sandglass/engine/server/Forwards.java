package dev.sandglass.engine.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.lifecycle.Sandboxes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ports of the host's loopback interface that lead to ports inside sandboxes, until the sandbox or
 * the engine ends. Thread-safe.
 */
final class Forwards implements AutoCloseable {
  private record Key(String sandbox, int port) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byId = sandbox.compareTo(other.sandbox);
      return byId != 0 ? byId : Integer.compare(port, other.port);
    }
  }

  private record Forward(PortRelay relay, int listening) {}

  private final Sandboxes sandboxes;
  private final Map<Key, Forward> forwards = new TreeMap<>();

  Forwards(Sandboxes sandboxes) {
    this.sandboxes = sandboxes;
  }

  /** Opens a forward, or finds the one that is open for the port. */
  synchronized ObjectNode open(LiveSandbox sandbox, JsonNode body) {
    int port = LifecycleRoutes.port(body.path("port").asText());
    int listen = body.path("listen").asInt(0);
    if (listen < 0 || listen > 65535 || (listen > 0 && listen < 1024)) {
      throw new ApiException(
          400, "SANDBOX::INVALID_REQUEST", "listen must be 0 or 1024 to 65535, not " + listen);
    }
    Key key = new Key(sandbox.id(), port);
    Forward existing = forwards.get(key);
    if (existing != null && (listen == 0 || listen == existing.listening())) {
      return json(key, existing);
    }
    if (existing != null) {
      throw new ApiException(
          409,
          "SANDBOX::INVALID_STATE",
          "port " + port + " is forwarded from " + existing.listening() + " already");
    }
    try {
      PortRelay relay =
          PortRelay.listen(
              StandardProtocolFamily.INET,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), listen),
              () -> sandboxes.live(sandbox.id()),
              port);
      int actual = ((InetSocketAddress) relay.address()).getPort();
      Forward forward = new Forward(relay, actual);
      forwards.put(key, forward);
      sandbox.holder().ended().thenRun(() -> remove(key, forward));
      return json(key, forward);
    } catch (IOException e) {
      throw new ApiException(
          409,
          "SANDBOX::INVALID_STATE",
          "the host's port " + listen + " cannot be listened on: " + e.getMessage());
    }
  }

  /** The forwards of a sandbox. */
  synchronized ArrayNode list(String sandbox) {
    ArrayNode list = Json.array();
    forwards.forEach(
        (key, forward) -> {
          if (key.sandbox().equals(sandbox)) {
            list.add(json(key, forward));
          }
        });
    return list;
  }

  /** Closes a forward. */
  synchronized void close(String sandbox, int port) {
    Forward forward = forwards.remove(new Key(sandbox, port));
    if (forward == null) {
      throw new ApiException(
          404, "SANDBOX::NOT_FOUND", "port " + port + " of " + sandbox + " is not forwarded");
    }
    forward.relay().close();
  }

  private synchronized void remove(Key key, Forward forward) {
    if (forwards.remove(key, forward)) {
      forward.relay().close();
    }
  }

  private static ObjectNode json(Key key, Forward forward) {
    String address = "127.0.0.1:" + forward.listening();
    return Json.object()
        .put("port", key.port())
        .put("url", "http://" + address)
        .put("address", address);
  }

  @Override
  public synchronized void close() {
    forwards.values().forEach(forward -> forward.relay().close());
    forwards.clear();
  }
}
