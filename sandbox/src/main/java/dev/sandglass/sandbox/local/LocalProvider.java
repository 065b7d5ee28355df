package dev.sandglass.sandbox.local;

import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.Provider;
import dev.sandglass.sandbox.http.RetryPolicy;
import dev.sandglass.sandbox.http.Server;
import dev.sandglass.sandbox.http.Transport;
import dev.sandglass.sandbox.observability.Instrumentation;
import dev.sandglass.sandbox.opensandbox.EngineApi;
import dev.sandglass.sandbox.opensandbox.OpenSandboxProvider;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/** The embedded engine of this user as a provider. It can do everything. */
public final class LocalProvider {
  /** The kind, as configuration names it. */
  public static final String KIND = "local";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private LocalProvider() {}

  /** The version of this client. */
  public static String version() {
    return ClientVersion.CURRENT;
  }

  /** Returns where the engine of this user listens, if it runs; starts nothing, asks nobody. */
  public static Optional<Server> livingEngine(Map<String, String> environment) {
    return EngineFile.readLiving(RuntimeDirectory.of(environment).engineFile())
        .map(EngineFile::server);
  }

  /** Makes the provider; the engine is looked for when the first operation needs it. */
  public static Provider of(ClientOptions options) {
    RuntimeDirectory directory = RuntimeDirectory.of(options.environment());
    Instrumentation instrumentation = Instrumentation.of(options, KIND);
    Transport transport =
        new Transport(
            CONNECT_TIMEOUT,
            options.requestTimeout(),
            RetryPolicy.standard(),
            options.requestObserver(),
            instrumentation.exchanges());
    EngineStarter starter =
        new EngineStarter(
            directory,
            options.environment(),
            EngineLaunch.choose(options.environment()),
            transport::prepare);
    LocalEngine engine =
        new LocalEngine(
            directory,
            starter,
            new EngineApi(transport),
            instrumentation.operations(),
            ClientVersion.CURRENT,
            options.usageTelemetry());
    return new OpenSandboxProvider(
        KIND,
        engine,
        EnumSet.allOf(Capability.class),
        transport,
        instrumentation,
        Optional.of(engine));
  }
}
