package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.http.Answer;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.http.Server;
import dev.sandglass.sandbox.http.Transport;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every part of a provider has: the way to its server, and what that server can do. */
record Link(
    String kind,
    Transport transport,
    ServerSource source,
    Set<Capability> capabilities,
    OperationObserver observer) {

  boolean can(Capability capability) {
    return capabilities.contains(capability);
  }

  void need(Capability capability) {
    if (!can(capability)) {
      throw new SandboxException.Unsupported(
          "The provider '" + kind + "' cannot " + capability.verb(), capability);
    }
  }

  Answer send(RouteCall call) {
    return following(server -> transport.send(server, call));
  }

  JsonNode json(RouteCall call) {
    return send(call).json();
  }

  void run(RouteCall call) {
    send(call).discard();
  }

  WebSocket connect(RouteCall call, WebSocket.Listener listener) {
    return following(server -> transport.connect(server, call, listener));
  }

  /** Nothing was sent to a server that could not be reached, so trying its new address is safe. */
  private <T> T following(Function<Server, T> call) {
    Server server = source.server();
    try {
      return call.apply(server);
    } catch (SandboxException.ProviderUnreachable e) {
      Optional<Server> replacement = source.replacement(server);
      if (replacement.isEmpty()) {
        throw e;
      }
      return call.apply(replacement.get());
    }
  }

  <T> T observed(Operation operation, Supplier<T> work) {
    var observation = observer.started(operation);
    T result;
    try {
      result = work.get();
    } catch (RuntimeException | Error e) {
      observation.finished(Optional.of(e));
      throw e;
    }
    observation.finished(Optional.empty());
    return result;
  }

  void observed(Operation operation, Runnable work) {
    observed(
        operation,
        () -> {
          work.run();
          return true;
        });
  }
}
