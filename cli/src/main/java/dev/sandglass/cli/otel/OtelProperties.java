package dev.sandglass.cli.otel;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the SDK is configured with, under the names that it knows. */
final class OtelProperties {
  private static final String PREFIX = "OTEL_";

  private OtelProperties() {}

  /** Returns the properties of a run that has been switched on. */
  static Map<String, String> of(OtlpSettings settings) {
    Map<String, String> properties = new HashMap<>();
    settings
        .environment()
        .variables()
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && !value.isEmpty()) {
                properties.put(property(name), value);
              }
            });
    // It is on: what asked for that went before this variable.
    properties.put("otel.sdk.disabled", "false");
    properties.put(
        "otel.exporter.otlp.metrics.temporality.preference", settings.temporality().text());
    for (Signal signal : Signal.values()) {
      properties.put("otel." + signal.text() + ".exporter", settings.exporters(signal).text());
      if (settings.isOtlp(signal)) {
        addOtlp(properties, settings, signal);
      }
    }
    return properties;
  }

  private static void addOtlp(
      Map<String, String> properties, OtlpSettings settings, Signal signal) {
    String prefix = "otel.exporter.otlp." + signal.text() + ".";
    // JSON goes to the same URL by the same rules; who builds the exporter knows the difference.
    properties.put(
        prefix + "protocol",
        settings.isJson(signal) ? Protocol.HTTP_PROTOBUF.text() : settings.protocol(signal).text());
    properties.put(prefix + "endpoint", settings.endpoint(signal).text());
    properties.put(prefix + "timeout", settings.timeout(signal).text());
    settings
        .headers(signal)
        .ifPresent(value -> properties.put(prefix + "headers", Headers.forSdk(value.text())));
  }

  private static String property(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
