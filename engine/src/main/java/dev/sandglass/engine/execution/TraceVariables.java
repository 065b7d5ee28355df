package dev.sandglass.engine.execution;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The trace that a request is part of (W3C Trace Context and Baggage), as variables for what is
 * started for it: {@code TRACEPARENT}, {@code TRACESTATE} and {@code BAGGAGE}.
 */
final class TraceVariables {
  private static final String PARENT = "TRACEPARENT";
  private static final Pattern PARENT_FORMAT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** One line of visible ASCII and spaces; no longer than the specifications have it. */
  private static final Pattern REST_FORMAT = Pattern.compile("[ -~]{1,8192}");

  private TraceVariables() {}

  /** The variables of a request; none if it has no valid {@code traceparent}. */
  static Map<String, String> of(MultiMap headers) {
    Map<String, String> variables = new LinkedHashMap<>();
    Optional<String> parent = header(headers, "traceparent", PARENT_FORMAT);
    if (parent.isPresent()) {
      variables.put(PARENT, parent.get());
      header(headers, "tracestate", REST_FORMAT).ifPresent(v -> variables.put("TRACESTATE", v));
      header(headers, "baggage", REST_FORMAT).ifPresent(v -> variables.put("BAGGAGE", v));
    }
    return variables;
  }

  private static Optional<String> header(MultiMap headers, String name, Pattern format) {
    String value = String.join(",", headers.getAll(name));
    return Optional.of(value).filter(text -> format.matcher(text).matches());
  }

  /** Adds them to what a client wants, unless the client says itself which trace it is. */
  static Map<String, String> under(Map<String, String> trace, Map<String, String> wanted) {
    if (trace.isEmpty() || wanted.containsKey(PARENT)) {
      return wanted;
    }
    Map<String, String> all = new HashMap<>(trace);
    all.putAll(wanted);
    return all;
  }
}
