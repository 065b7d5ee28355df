package dev.sandglass.cli.console;

import dev.sandglass.cli.value.MalformedValueException;
import java.util.Locale;

/** How results are written to standard output. */
public enum OutputFormat {
  /** For people. */
  TABLE,
  /** For programs; the contract is docs/json-output.md. */
  JSON,
  /** The same document as {@link #JSON}, as YAML. */
  YAML,
  /** One name per line, for scripts. */
  NAME;

  /**
   * Reads the word that stands on the command line.
   *
   * @throws MalformedValueException if it is none of them
   */
  public static OutputFormat parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "table" -> TABLE;
      case "json" -> JSON;
      case "yaml" -> YAML;
      case "name" -> NAME;
      default -> throw new MalformedValueException(text, "one of table, json, yaml, name");
    };
  }

  /** Returns whether results are one document, and not lines. */
  public boolean isDocument() {
    return this == JSON || this == YAML;
  }

  /** Returns the word that stands on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
