package dev.sandglass.cli.otel;

import java.util.Locale;

/** What OpenTelemetry sends: each kind has variables and a path of its own. */
public enum Signal {
  TRACES,
  METRICS,
  LOGS;

  /** Returns the name as properties and paths have it, such as {@code traces}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
