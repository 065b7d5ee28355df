package dev.sandglass.sandbox.observability;

import dev.sandglass.scrubber.Redactor;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An address as a span may show it: no credentials, no fragment, and of the query the names only,
 * as its values are paths, metadata and whatever a user typed.
 */
final class ShownUrl {
  private ShownUrl() {}

  static String of(URI url) {
    String query = url.getRawQuery();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String shown = url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
    return new Redactor()
        .redactUrl(
            query == null
                ? shown
                : Arrays.stream(query.split("&"))
                    .map(ShownUrl::withoutValue)
                    .collect(Collectors.joining("&", shown + "?", "")));
  }

  /** A word without a value is not known to be a name. */
  private static String withoutValue(String parameter) {
    int equals = parameter.indexOf('=');
    return (equals < 0 ? "" : parameter.substring(0, equals + 1)) + Redactor.REDACTED;
  }
}
