package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.ApiResponse;
import dev.sandglass.sandbox.Batch;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.EngineControl;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.Provider;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.Sandboxes;
import dev.sandglass.sandbox.Secret;
import dev.sandglass.sandbox.Snapshots;
import dev.sandglass.sandbox.Templates;
import dev.sandglass.sandbox.Volumes;
import dev.sandglass.sandbox.http.Answer;
import dev.sandglass.sandbox.http.RetryPolicy;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.http.Server;
import dev.sandglass.sandbox.http.StreamPublisher;
import dev.sandglass.sandbox.http.Transport;
import dev.sandglass.sandbox.observability.Instrumentation;
import java.io.InputStream;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A server that speaks the OpenSandbox protocol. */
public final class OpenSandboxProvider implements Provider {
  /** The header of the API key. */
  public static final String API_KEY = "OPEN-SANDBOX-API-KEY";

  /** The kind of any server that keeps to the specification. */
  public static final String KIND = "opensandbox";

  private static final Set<Capability> SPECIFIED =
      Set.copyOf(
          EnumSet.of(
              Capability.PAUSE,
              Capability.RENEW,
              Capability.METADATA,
              Capability.SNAPSHOTS,
              Capability.VOLUME_MOUNTS,
              Capability.EXEC,
              Capability.EXEC_STDIN,
              Capability.EXEC_TERMINAL,
              Capability.EXEC_USER,
              Capability.BACKGROUND,
              Capability.CODE,
              Capability.FILES,
              Capability.METRICS,
              Capability.ENDPOINTS));

  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

  private final Link link;
  private final Instrumentation instrumentation;
  private final Optional<EngineControl> engine;

  /**
   * Makes a provider.
   *
   * @param kind its kind, for messages
   * @param source knows where the server is
   * @param capabilities what the server can do
   * @param instrumentation is told of operations, and closed with this
   * @param engine present if it can control an engine
   */
  public OpenSandboxProvider(
      String kind,
      ServerSource source,
      Set<Capability> capabilities,
      Transport transport,
      Instrumentation instrumentation,
      Optional<EngineControl> engine) {
    this.link =
        new Link(
            kind,
            transport,
            source,
            Set.copyOf(capabilities),
            instrumentation.operations(),
            Optional.empty());
    this.instrumentation = instrumentation;
    this.engine = engine;
  }

  /**
   * Uses any server, by the specification only.
   *
   * @throws SandboxException.InvalidRequest if the URL cannot be one
   */
  public static OpenSandboxProvider of(URI url, Optional<Secret> apiKey, ClientOptions options) {
    Instrumentation instrumentation = Instrumentation.of(options, KIND);
    Transport transport =
        new Transport(
            options.connectTimeout(),
            options.requestTimeout(),
            RetryPolicy.standard(),
            options.requestObserver(),
            instrumentation.exchanges());
    return new OpenSandboxProvider(
        KIND,
        ServerSource.fixed(server(url, apiKey)),
        SPECIFIED,
        transport,
        instrumentation,
        Optional.empty());
  }

  /**
   * Returns where the API of a server is, and what identifies its user there.
   *
   * @throws SandboxException.InvalidRequest if the URL cannot be one
   */
  public static Server server(URI url, Optional<Secret> apiKey) {
    Map<String, Secret> headers = apiKey.isPresent() ? Map.of(API_KEY, apiKey.get()) : Map.of();
    return new Server(base(url), headers);
  }

  private static URI base(URI url) {
    boolean http =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    boolean plain =
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
    if (!http || !plain || url.getHost() == null) {
      throw new SandboxException.InvalidRequest(
          "A server's URL is http://HOST[:PORT][/PATH] or https://…, without user, query or"
              + " fragment",
          Details.NONE);
    }
    String text = url.toString().replaceFirst("/+$", "");
    return URI.create(text.endsWith("/v1") ? text : text + "/v1");
  }

  @Override
  public String kind() {
    return link.kind();
  }

  @Override
  public Set<Capability> capabilities() {
    return link.capabilities();
  }

  @Override
  public Sandboxes sandboxes() {
    return new SandboxList(link);
  }

  @Override
  public Snapshots snapshots() {
    return new SnapshotList(link);
  }

  @Override
  public Volumes volumes() {
    return new VolumeList(link);
  }

  @Override
  public Templates templates() {
    return new TemplateList(link);
  }

  @Override
  public EngineControl engine() {
    link.need(Capability.ENGINE_CONTROL);
    return engine.orElseThrow();
  }

  @Override
  public ApiResponse api(
      String method, String path, Map<String, String> headers, Optional<InputStream> body) {
    if (!METHOD.matcher(method).matches() || !isPath(path)) {
      throw new SandboxException.InvalidRequest(
          "A raw call is METHOD /PATH[?QUERY] below the API's base, percent-encoded", Details.NONE);
    }
    RouteCall call = RouteCall.raw(method, path);
    body.ifPresent(stream -> call.stream("application/json", new StreamPublisher(stream, -1)));
    headers.forEach(call::header);
    return link.observed(
        Operation.API_CALL,
        () -> {
          Answer answer = link.send(call.unlimited());
          return new ApiResponse(answer.status(), answer.headers().map(), answer.body());
        });
  }

  @Override
  public Batch batch(Operation operation, int size) {
    return instrumentation.batch(operation, size);
  }

  private static boolean isPath(String path) {
    try {
      URI uri = URI.create(path);
      return path.startsWith("/") && !path.startsWith("//") && uri.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public void close() {
    link.transport().close();
    instrumentation.close();
  }
}
