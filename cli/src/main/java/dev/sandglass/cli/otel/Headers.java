package dev.sandglass.cli.otel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Headers of requests as variables have them: {@code name=value,name=value}, percent-encoded. */
final class Headers {
  private static final String EXPECTED = "name=value pairs with commas between them";

  /** They are about the connection, which is not the user's; the JDK's client refuses them. */
  private static final Set<String> OF_CONNECTIONS =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private Headers() {}

  /** Checks headers without ever telling them: most are secrets. */
  static void check(Value value) {
    for (String pair : value.text().split(",")) {
      int equals = pair.indexOf('=');
      if (pair.isBlank()) {
        continue;
      }
      if (equals < 1 || !pair.substring(0, equals).strip().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        throw Malformed.secret(value, EXPECTED);
      }
      if (OF_CONNECTIONS.contains(pair.substring(0, equals).strip().toLowerCase(Locale.ROOT))) {
        throw Malformed.secret(value, "headers without " + pair.substring(0, equals).strip());
      }
      try {
        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw Malformed.secret(value, EXPECTED + ", with %25 for a %").causedBy(e);
      }
    }
  }

  /** Returns what may be shown of headers: their names. */
  static String masked(String headers) {
    return Arrays.stream(headers.split(","))
        .filter(pair -> !pair.isBlank())
        .map(pair -> pair.substring(0, Math.max(0, pair.indexOf('='))).strip() + "=***")
        .collect(Collectors.joining(","));
  }

  /**
   * Returns headers as the SDK is to get them. It takes a plus for a space, as forms do; headers
   * are percent-encoded, where a plus is a plus, as in credentials of Basic authentication.
   */
  static String forSdk(String headers) {
    return headers.replace("+", "%2B");
  }
}
