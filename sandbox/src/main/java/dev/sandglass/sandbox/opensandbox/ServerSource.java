package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.http.Server;
import java.util.Optional;

/** Knows where the server is. */
public interface ServerSource {
  /** Returns the server, started if need be. */
  Server server();

  /** Returns where the server is now, if it moved since {@code unreachable} was its address. */
  Optional<Server> replacement(Server unreachable);

  /** A server that stays where it is. */
  static ServerSource fixed(Server server) {
    return new ServerSource() {
      @Override
      public Server server() {
        return server;
      }

      @Override
      public Optional<Server> replacement(Server unreachable) {
        return Optional.empty();
      }
    };
  }
}
