package dev.sandglass.sandbox.observability;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A context as variables of a process: the names that the propagator has for headers, in capitals,
 * with underscores for what no variable may have. For W3C's that is {@code TRACEPARENT}, {@code
 * TRACESTATE} and {@code BAGGAGE}.
 */
final class TraceEnvironment {
  private TraceEnvironment() {}

  static Map<String, String> of(TextMapPropagator propagator, Context context) {
    Map<String, String> variables = new LinkedHashMap<>();
    propagator.inject(
        context,
        variables,
        (target, name, value) -> {
          if (target != null) {
            target.put(variable(name), value);
          }
        });
    return variables;
  }

  private static String variable(String header) {
    return header.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
