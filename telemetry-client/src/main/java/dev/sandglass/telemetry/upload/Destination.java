package dev.sandglass.telemetry.upload;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where events are sent: the program's own project at PostHog in the EU, or another host that the
 * environment names. Immutable.
 */
public final class Destination {
  /** PostHog's servers in the EU. */
  public static final String DEFAULT_HOST = "https://eu.i.posthog.com";

  /** Why nothing can be sent there. */
  public enum Problem {
    /** This build has no project key and the environment names none. */
    NO_KEY,
    /** The host in the environment is no https URL, nor an http URL of this machine. */
    UNUSABLE_HOST
  }

  private final String host;
  private final String key;
  private final Optional<URI> batches;

  private Destination(String host, String key, Optional<URI> batches) {
    this.host = host;
    this.key = key;
    this.batches = batches;
  }

  /**
   * Reads where to send to.
   *
   * @param environment the environment variables
   * @param variable the variable that switches telemetry; {@code VARIABLE_HOST} names another host
   *     and {@code VARIABLE_KEY} another project key
   * @param buildKey the project key of this build; empty if it has none
   */
  public static Destination of(Map<String, String> environment, String variable, String buildKey) {
    String host = value(environment, variable + "_HOST").orElse(DEFAULT_HOST);
    String key = value(environment, variable + "_KEY").orElse(buildKey.strip());
    return new Destination(host, key, batches(host));
  }

  /** Returns the host as it was given, for people. */
  public String host() {
    return host;
  }

  /** Returns why nothing can be sent there; empty if everything can. */
  public Optional<Problem> problem() {
    if (batches.isEmpty()) {
      return Optional.of(Problem.UNUSABLE_HOST);
    }
    return key.isEmpty() ? Optional.of(Problem.NO_KEY) : Optional.empty();
  }

  /** Returns the project's public key; empty if there is none. */
  String key() {
    return key;
  }

  /** Returns where batches are posted; only for a destination without a problem. */
  URI batches() {
    return batches.orElseThrow();
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static Optional<URI> batches(String host) {
    try {
      URI uri = new URI(host.endsWith("/") ? host : host + "/");
      boolean plain = "http".equals(scheme(uri)) && isLoopback(uri.getHost());
      if (uri.getHost() == null
          || uri.getRawUserInfo() != null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null
          || !plain && !"https".equals(scheme(uri))) {
        return Optional.empty();
      }
      return Optional.of(uri.resolve("batch/"));
    } catch (URISyntaxException e) {
      return Optional.empty(); // said by problem()
    }
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  /** By name, without asking any resolver: what a resolver says can change. */
  private static boolean isLoopback(@Nullable String host) {
    return host != null
        && (host.equalsIgnoreCase("localhost") || host.equals("[::1]") || isLoopbackV4(host));
  }

  private static boolean isLoopbackV4(String host) {
    String[] numbers = host.split("\\.", -1);
    if (numbers.length != 4 || !numbers[0].equals("127")) {
      return false;
    }
    for (String number : numbers) {
      if (number.isEmpty()
          || number.length() > 3
          || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }
}
