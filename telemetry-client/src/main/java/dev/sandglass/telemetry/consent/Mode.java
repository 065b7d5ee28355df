package dev.sandglass.telemetry.consent;

/** What becomes of events. */
public enum Mode {
  /** They are forgotten. */
  OFF,
  /** They are printed to standard error and forgotten. */
  LOG,
  /** They are recorded, to be uploaded later. */
  ON
}
