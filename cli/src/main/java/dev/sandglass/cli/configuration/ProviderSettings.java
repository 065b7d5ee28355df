package dev.sandglass.cli.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A provider as configured.
 *
 * @param name its name, {@code local} for the embedded engine
 * @param kind {@code local} or {@code opensandbox}
 * @param url where it answers; empty for the embedded engine
 * @param apiKeyFile the file with its API key
 */
public record ProviderSettings(
    String name, String kind, Optional<URI> url, Optional<Path> apiKeyFile) {

  /** The provider, and the kind of provider, that is always there: the embedded engine. */
  public static final String LOCAL = "local";

  /** The kind of providers that speak the OpenSandbox protocol. */
  public static final String OPENSANDBOX = "opensandbox";
}
