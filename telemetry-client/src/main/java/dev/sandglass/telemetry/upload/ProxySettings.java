package dev.sandglass.telemetry.upload;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that the environment asks for, in {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code
 * NO_PROXY}, each also in lower case, which comes first. Immutable.
 *
 * <p>A proxy that cannot be used is not gone around: the user wants no other way out.
 */
final class ProxySettings {
  /** The way to a server. */
  sealed interface Way permits Direct, Through, Unusable {}

  /** No proxy. */
  record Direct() implements Way {}

  /**
   * Through an HTTP proxy.
   *
   * @param address unresolved
   * @param credentials what the proxy may ask for
   */
  record Through(InetSocketAddress address, Optional<PasswordAuthentication> credentials)
      implements Way {}

  /** The environment asks for a proxy that this program cannot use, such as a SOCKS proxy. */
  record Unusable() implements Way {}

  private static final Way DIRECT = new Direct();
  private static final int DEFAULT_PORT = 80;
  private static final int CURLS_DEFAULT_PORT = 1080;

  private final Way proxy;
  private final ProxyExceptions exceptions;

  private ProxySettings(Way proxy, ProxyExceptions exceptions) {
    this.proxy = proxy;
    this.exceptions = exceptions;
  }

  /** Reads the environment variables. */
  static ProxySettings of(Map<String, String> environment) {
    Way proxy =
        variable(environment, "https_proxy")
            .or(() -> variable(environment, "all_proxy"))
            .map(ProxySettings::parse)
            .orElse(DIRECT);
    String exceptions = variable(environment, "no_proxy").orElse("");
    return new ProxySettings(proxy, ProxyExceptions.of(exceptions));
  }

  /** Returns the way to the server of a URI. Plain http is for this machine only, so direct. */
  Way to(URI target) {
    return "https".equals(target.getScheme()) && !exceptions.include(target) ? proxy : DIRECT;
  }

  /** Returns the credentials of the proxy, if there is one and it has any. */
  Optional<PasswordAuthentication> credentials() {
    return proxy instanceof Through through ? through.credentials() : Optional.empty();
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    String lower = environment.get(name);
    String value = lower == null ? environment.get(name.toUpperCase(Locale.ROOT)) : lower;
    return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static Way parse(String text) {
    boolean hasScheme = text.contains("://");
    try {
      URI uri = new URI(hasScheme ? text : "http://" + text);
      if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
        return new Unusable();
      }
      int port = uri.getPort();
      if (port < 0) {
        port = hasScheme ? DEFAULT_PORT : CURLS_DEFAULT_PORT;
      }
      String host = uri.getHost().replace("[", "").replace("]", "");
      return new Through(
          InetSocketAddress.createUnresolved(host, port), credentials(uri.getRawUserInfo()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return new Unusable();
    }
  }

  private static Optional<PasswordAuthentication> credentials(@Nullable String userInfo) {
    if (userInfo == null || userInfo.isEmpty()) {
      return Optional.empty();
    }
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    String password = colon < 0 ? "" : userInfo.substring(colon + 1);
    return Optional.of(new PasswordAuthentication(decode(user), decode(password).toCharArray()));
  }

  /** Decodes percent signs, and leaves + as it is: this is no form. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
