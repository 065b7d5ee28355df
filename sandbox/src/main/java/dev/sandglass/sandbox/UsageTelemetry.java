package dev.sandglass.sandbox;

/**
 * What the embedded engine is told about anonymous usage telemetry with every request. No other
 * server is told anything.
 */
public enum UsageTelemetry {
  /** Nothing is said: the engine does what it would do by itself. */
  UNSAID,
  /** Nothing about these requests may be recorded, whatever the engine would do. */
  OFF,
  /** The engine may record what it serves, if its own settings allow that too. */
  ON;

  /** The header field that says it: {@code off}, {@code on}, or the field is missing. */
  public static final String HEADER = "X-Sandglass-Telemetry";

  /** The value of {@link #HEADER} that forbids recording. */
  public static final String OFF_VALUE = "off";

  /** The value of {@link #HEADER} that allows recording. */
  public static final String ON_VALUE = "on";
}
