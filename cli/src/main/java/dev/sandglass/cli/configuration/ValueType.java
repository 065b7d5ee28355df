package dev.sandglass.cli.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the value of a key may look like. */
public enum ValueType {
  TEXT("text", value -> !value.isBlank()),
  NAME("a name of a-z, 0-9, - and _", matches("[a-z0-9][a-z0-9_-]{0,62}")),
  PATH("a path", value -> !value.isBlank() && value.indexOf('\0') < 0),
  PATHS("absolute paths with commas between them", ValueType::arePaths),
  URL("an http:// or https:// URL", ValueType::isUrl),
  MINUTES("minutes, from 1 to 525600", value -> isNumber(value, 1, 525_600)),
  SWITCH("true or false", List.of("true", "false")),
  UUID("a UUID", matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")),
  OUTPUT("table, json, yaml or name", List.of("table", "json", "yaml", "name")),
  PROVIDER_KIND("local or opensandbox", List.of("local", "opensandbox")),
  OTLP_PROTOCOL("grpc, http/protobuf or http/json", List.of("grpc", "http/protobuf", "http/json")),
  COMPRESSION("gzip or none", List.of("gzip", "none")),
  NETWORK("none or host-allowed", List.of("none", "host-allowed")),
  CPU("processors, like 500m or 2", matches("[1-9][0-9]{0,8}m?|[0-9]{1,5}\\.[0-9]{1,3}")),
  MEMORY("a size, like 512Mi or 2Gi", matches("[1-9][0-9]{0,15}([KMGT]i?|k)?")),
  PATIENCE("a short time, like 500ms or 2s", matches("[1-9][0-9]{0,5}(ms|s)")),
  DURATION("a duration, like 90s, 30m or 2h, or none", matches("none|([1-9][0-9]{0,8}[smhd])+"));

  private final String expected;
  private final Predicate<String> accepts;
  private final List<String> words;

  ValueType(String expected, Predicate<String> accepts) {
    this(expected, accepts, List.of());
  }

  ValueType(String expected, List<String> words) {
    this(expected, words::contains, words);
  }

  ValueType(String expected, Predicate<String> accepts, List<String> words) {
    this.expected = expected;
    this.accepts = accepts;
    this.words = words;
  }

  /** Says for people what a value must be: "a size, like 512Mi or 2Gi". */
  public String expected() {
    return expected;
  }

  /** Returns all values, if they are few and known; else nothing. */
  public List<String> words() {
    return words;
  }

  /** Returns whether a value is well-formed. */
  public boolean accepts(String value) {
    return accepts.test(value);
  }

  /** Returns whether the value stands in the file as a list. */
  boolean isList() {
    return this == PATHS;
  }

  private static Predicate<String> matches(String expression) {
    return Pattern.compile(expression).asMatchPredicate();
  }

  private static boolean isNumber(String value, int least, int most) {
    if (!value.matches("[0-9]{1,9}")) {
      return false;
    }
    int number = Integer.parseInt(value);
    return number >= least && number <= most;
  }

  private static boolean arePaths(String value) {
    for (String path : value.split(",", -1)) {
      if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = new URI(value);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
