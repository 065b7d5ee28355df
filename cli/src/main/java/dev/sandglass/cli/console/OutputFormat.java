package dev.sandglass.cli.console;

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

  /** Returns the word that stands on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
