package dev.sandglass.sandbox;

import java.net.URI;
import java.time.Duration;

/**
 * What a browser of this machine opens to see the dashboard. Whoever opens it first gets in, and
 * nobody after that.
 *
 * @param url with a one-time token; as secret as a key until it was used or is too old
 * @param life for how long it can be used from now on
 */
public record DashboardLink(URI url, Duration life) {
  /** Without the token. */
  @Override
  public String toString() {
    return "DashboardLink[hidden]";
  }
}
