package dev.sandglass.sandbox;

import dev.sandglass.sandbox.local.LocalProvider;
import dev.sandglass.sandbox.opensandbox.OpenSandboxProvider;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The door to sandboxes: one connection to one provider.
 *
 * <pre>{@code
 * try (SandboxClient client = SandboxClient.local(ClientOptions.defaults())) {
 *   Sandbox sandbox = client.sandboxes().create(CreateRequest.image("host").build());
 *   System.out.print(sandbox.processes().run(ExecRequest.of("uname", "-a")).stdoutText());
 *   sandbox.delete();
 * }
 * }</pre>
 *
 * <p>Opening one is cheap and connects to nothing; the first operation does.
 */
public final class SandboxClient implements AutoCloseable {
  private final Provider provider;

  private SandboxClient(Provider provider) {
    this.provider = provider;
  }

  /** Uses the embedded engine of this user, which is started when the first operation needs it. */
  public static SandboxClient local(ClientOptions options) {
    return of(LocalProvider.of(options));
  }

  /**
   * Uses an OpenSandbox server.
   *
   * @param server base URL, with or without {@code /v1}
   * @param apiKey sent in {@code OPEN-SANDBOX-API-KEY}
   * @throws SandboxException.InvalidRequest if the URL is not an absolute http or https URL without
   *     user, query and fragment
   */
  public static SandboxClient openSandbox(
      URI server, Optional<Secret> apiKey, ClientOptions options) {
    return of(OpenSandboxProvider.of(server, apiKey, options));
  }

  /** Uses a provider made elsewhere; closing the client closes it. */
  public static SandboxClient of(Provider provider) {
    return new SandboxClient(provider);
  }

  /** The provider's kind. */
  public String kind() {
    return provider.kind();
  }

  /** What the provider can do. */
  public Set<Capability> capabilities() {
    return provider.capabilities();
  }

  /** The sandboxes. */
  public Sandboxes sandboxes() {
    return provider.sandboxes();
  }

  /** The snapshots. */
  public Snapshots snapshots() {
    return provider.snapshots();
  }

  /** The named volumes. */
  public Volumes volumes() {
    return provider.volumes();
  }

  /** The templates. */
  public Templates templates() {
    return provider.templates();
  }

  /** The engine. */
  public EngineControl engine() {
    return provider.engine();
  }

  /** Makes a raw call; see {@link Provider#api}. */
  public ApiResponse api(
      String method, String path, Map<String, String> headers, Optional<InputStream> body) {
    return provider.api(method, path, headers, body);
  }

  /** Tells that the same work on many sandboxes begins; see {@link Provider#batch}. */
  public Batch batch(Operation operation, int size) {
    return provider.batch(operation, size);
  }

  /**
   * Ends what is under way, gives connections back, and sees spans and metrics off as {@link
   * ClientOptions#withOpenTelemetry} says.
   */
  @Override
  public void close() {
    provider.close();
  }
}
