package dev.sandglass.sandbox.http;

import dev.sandglass.sandbox.Secret;
import java.net.URI;
import java.util.Map;

/**
 * Where requests go and what identifies them there.
 *
 * @param base scheme, host and path without a slash at the end
 * @param headers sent with every request
 */
public record Server(URI base, Map<String, Secret> headers) {
  public Server {
    headers = Map.copyOf(headers);
  }

  /** The address of a path and query below the base. */
  URI resolve(String pathAndQuery) {
    return URI.create(base + pathAndQuery);
  }

  /** Scheme, host and port only: what an error message may show. */
  String origin() {
    String authority = base.getRawAuthority();
    return base.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1);
  }
}
