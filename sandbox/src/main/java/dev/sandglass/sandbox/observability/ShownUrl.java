package dev.sandglass.sandbox.observability;

import dev.sandglass.scrubber.Redactor;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An address as a span may show it: no credentials, no fragment, and of the query the names only,
 * as its values are paths, metadata and whatever a user typed.
 */
final class ShownUrl {
  /**
   * What the redactor would leave as it is. It is asked about everything else only, because its
   * rules take longer to load than a local request to be answered.
   */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(/([a-z0-9.-]{0,20}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}))*"
              + "(\\?([a-zA-Z]{1,20}=&?|[a-z]{1,10}_[a-z_]{1,20}=&?)*)?");

  /** The expression nests deeper the longer a path is, and a user may type any. */
  private static final int MAX_HARMLESS = 1000;

  private ShownUrl() {}

  static String of(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String origin = url.getScheme() + "://" + url.getHost() + port;
    String path = url.getRawPath() + withoutValues(url.getRawQuery());
    boolean harmless =
        path.length() <= MAX_HARMLESS
            && HARMLESS.matcher(path.replace(Redactor.REDACTED, "")).matches();
    return harmless ? origin + path : new Redactor().redactUrl(origin + path);
  }

  /** Returns the path alone. */
  static String pathOf(URI url) {
    String shown = of(url);
    int path = shown.indexOf('/', shown.indexOf("://") + "://".length());
    int query = shown.indexOf('?');
    return path < 0 ? "/" : shown.substring(path, query < 0 ? shown.length() : query);
  }

  private static String withoutValues(@Nullable String query) {
    return query == null
        ? ""
        : Arrays.stream(query.split("&"))
            .map(ShownUrl::withoutValue)
            .collect(Collectors.joining("&", "?", ""));
  }

  /** A word without a value is not known to be a name. */
  private static String withoutValue(String parameter) {
    int equals = parameter.indexOf('=');
    return (equals < 0 ? "" : parameter.substring(0, equals + 1)) + Redactor.REDACTED;
  }
}
