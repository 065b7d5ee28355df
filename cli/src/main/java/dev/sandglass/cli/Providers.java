package dev.sandglass.cli;

import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.configuration.ProviderSettings;
import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes clients of configured providers. */
public final class Providers {
  private Providers() {}

  /** Returns a client; it connects when it is used. */
  public static SandboxClient connect(CommandContext context, ProviderSettings provider) {
    Optional<String> apiKey =
        provider.kind().equals(ProviderSettings.LOCAL)
            ? Optional.empty()
            : context.configuration().apiKey(provider);
    return connect(context, provider, apiKey.map(Secret::of));
  }

  /** Returns a client that uses a key that need not be configured. */
  public static SandboxClient connect(
      CommandContext context, ProviderSettings provider, Optional<Secret> apiKey) {
    ClientOptions options =
        ClientOptions.defaults()
            .withEnvironment(engineEnvironment(context, provider))
            .withObservers(context.telemetry().requests(provider.kind()), OperationObserver.NONE)
            .withUsageTelemetry(context.telemetry().forEngine());
    ClientOptions observed = context.otel().observe(options);
    return provider
        .url()
        .map(url -> SandboxClient.openSandbox(url, apiKey, observed))
        .orElseGet(() -> SandboxClient.local(observed));
  }

  /** The engine is told by environment variables what the file says about it. */
  private static Map<String, String> engineEnvironment(
      CommandContext context, ProviderSettings provider) {
    Map<String, String> environment = new HashMap<>(context.environment().variables());
    if (provider.kind().equals(ProviderSettings.LOCAL)) {
      // It has a key of its own; that of another provider is none of its business.
      environment.remove(Configuration.API_KEY_VARIABLE);
      // It sees no variable of continuous integration, which switches it off too.
      if (context.telemetry().isOffInContinuousIntegration()) {
        environment.put(context.telemetry().installation().application().variable(), "off");
      }
      Configuration configuration = context.configuration();
      for (Key key : Key.ofEngine()) {
        configuration
            .get(key)
            .ifPresent(value -> environment.put(key.variable().orElseThrow(), value));
      }
    }
    return environment;
  }
}
