package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.ObservedOperation;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationFact;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.http.Answer;
import dev.sandglass.sandbox.http.Connection;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.http.Server;
import dev.sandglass.sandbox.http.Transport;
import dev.sandglass.sandbox.process.OutputConsumer;
import java.io.InputStream;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every part of a provider has: the way to its server, and what that server can do. */
record Link(
    String kind,
    Transport transport,
    ServerSource source,
    Set<Capability> capabilities,
    OperationObserver observer,
    Optional<String> sandboxId) {

  /** The same for what is done with one sandbox. */
  Link inSandbox(String id) {
    return new Link(kind, transport, source, capabilities, observer, Optional.of(id));
  }

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

  Connection connect(RouteCall call, WebSocket.Listener listener) {
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

  /** Does an operation that observers are told of. */
  <T> T observed(Operation operation, Supplier<T> work) {
    return observing(operation, observation -> work.get());
  }

  /** Does an operation and tells its observers more than its beginning and end. */
  <T> T observing(Operation operation, Function<Observation, T> work) {
    return observer.observe(seen(operation), work);
  }

  /** Begins an operation whose end the work tells, unless it fails. */
  <T> T observingStart(Operation operation, Function<Observation, T> work) {
    return observer.observeStart(seen(operation), work);
  }

  /** Does an operation that gives output, which is counted. */
  void outputting(Operation operation, OutputConsumer output, Consumer<OutputConsumer> work) {
    observing(
        operation,
        observation -> {
          var count = new AtomicLong();
          try {
            work.accept(ObservedCommand.counting(output, count));
          } finally {
            observation.happened(new OperationFact.BytesRead(count.get()));
          }
          return true;
        });
  }

  /** Does an operation that takes content, which is counted. */
  void inputting(Operation operation, CountedContent content, Consumer<InputStream> work) {
    observing(
        operation,
        observation -> {
          try {
            work.accept(content);
          } finally {
            observation.happened(new OperationFact.BytesWritten(content.count()));
            content
                .files()
                .ifPresent(count -> observation.happened(new OperationFact.FilesCounted(count)));
          }
          return true;
        });
  }

  private ObservedOperation seen(Operation operation) {
    return new ObservedOperation(operation, kind, sandboxId);
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
