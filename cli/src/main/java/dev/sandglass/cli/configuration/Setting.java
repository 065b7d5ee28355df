package dev.sandglass.cli.configuration;

import java.util.Locale;

/**
 * The value that a key has now.
 *
 * @param name the dotted name
 * @param value the value as text; lists with commas between their elements
 * @param source where the value comes from
 * @param origin the environment variable, or the file and line; empty for defaults
 */
public record Setting(String name, String value, Source source, String origin) {

  /** Where a value can come from; the first that has one decides. */
  public enum Source {
    ENVIRONMENT,
    FILE,
    DEFAULT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
