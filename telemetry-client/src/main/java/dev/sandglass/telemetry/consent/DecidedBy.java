package dev.sandglass.telemetry.consent;

/** What decided about telemetry, in the order of precedence. */
public enum DecidedBy {
  /** The variable {@code DO_NOT_TRACK}. */
  DO_NOT_TRACK,
  /** The program's own variable. */
  VARIABLE,
  /** The user's settings. */
  SETTINGS,
  /** The settings cannot be read, so nobody knows what the user wants. */
  SETTINGS_UNREADABLE,
  /** This is a continuous integration system, where nobody can be told. */
  CONTINUOUS_INTEGRATION,
  /** The user has not been told yet. */
  NOTICE_NOT_SHOWN,
  /** Nothing speaks against it, and the user has been told. */
  DEFAULT
}
