package dev.sandglass.cli.otel;

/**
 * A value of the configuration, and where it comes from.
 *
 * @param text the value
 * @param origin the environment variable; empty for a default
 */
public record Value(String text, String origin) {
  static Value byDefault(String text) {
    return new Value(text, "");
  }
}
