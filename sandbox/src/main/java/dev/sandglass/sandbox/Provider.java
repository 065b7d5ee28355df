package dev.sandglass.sandbox;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a kind of server has to offer. One instance is one connection to one server.
 *
 * <p>An operation whose {@link Capability} is not declared throws {@link
 * SandboxException.Unsupported} before anything is sent.
 */
public interface Provider extends AutoCloseable {
  /** Its kind, as configuration names it: {@code local}, {@code opensandbox}. */
  String kind();

  /** What it can do. */
  Set<Capability> capabilities();

  /** Its sandboxes. */
  Sandboxes sandboxes();

  /** Its snapshots. */
  Snapshots snapshots();

  /** Its named volumes. */
  Volumes volumes();

  /** Its templates. */
  Templates templates();

  /** Its engine. */
  EngineControl engine();

  /**
   * Makes a raw call with the provider's credentials.
   *
   * @param method HTTP method
   * @param path path and query below the API's base, beginning with a slash
   * @param headers more header fields
   * @param body what to send; read once, no retries
   * @return the answer, whatever its status; to be closed
   */
  ApiResponse api(
      String method, String path, Map<String, String> headers, Optional<InputStream> body);

  /**
   * The same work on many sandboxes begins, which metrics count.
   *
   * @param operation what is done with each
   * @param size how many there are
   */
  default Batch batch(Operation operation, int size) {
    return Batch.UNOBSERVED;
  }

  /** Ends what is under way: calls that wait throw {@link SandboxException.Interrupted}. */
  @Override
  void close();
}
