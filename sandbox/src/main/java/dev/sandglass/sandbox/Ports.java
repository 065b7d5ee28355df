package dev.sandglass.sandbox;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** The ports of a sandbox. */
public interface Ports {
  /** Returns where a port inside is reached; needs {@link Capability#ENDPOINTS}. */
  Endpoint endpoint(int port);

  /** Returns where a port inside is reached through the server; the same need. */
  Endpoint proxiedEndpoint(int port);

  /**
   * Opens a listener on this machine's loopback that leads to a port inside; needs {@link
   * Capability#FORWARDS}.
   *
   * @param port the port inside
   * @param listen the port on this machine; 0 means any free one
   */
  Forward forward(int port, int listen);

  /** Lists the listeners; needs {@link Capability#FORWARDS}. */
  List<Forward> forwards();

  /** Closes the listener for a port inside; needs {@link Capability#FORWARDS}. */
  void closeForward(int port);

  /**
   * Where a port inside is reached.
   *
   * @param url with scheme, without a slash at the end
   * @param headers to be sent with every request; they may be secrets
   */
  record Endpoint(URI url, Map<String, Secret> headers) {
    public Endpoint {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * A listener on this machine.
   *
   * @param port the port inside
   * @param url the address for a browser
   * @param address host and port
   */
  record Forward(int port, URI url, String address) {}
}
