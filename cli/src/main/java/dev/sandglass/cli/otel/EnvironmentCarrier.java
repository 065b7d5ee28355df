package dev.sandglass.cli.otel;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what propagators look for out of environment variables: {@code traceparent} is {@code
 * TRACEPARENT} there, and {@code X-B3-TraceId} is {@code X_B3_TRACEID}.
 */
final class EnvironmentCarrier implements TextMapGetter<Map<String, String>> {
  @Override
  public @Nullable String get(@Nullable Map<String, String> variables, String key) {
    return variables == null
        ? null
        : variables.get(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
  }
}
