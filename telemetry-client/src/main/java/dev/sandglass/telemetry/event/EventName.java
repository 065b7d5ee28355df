package dev.sandglass.telemetry.event;

/** The families of events. */
public enum EventName {
  /** A command was run. */
  COMMAND,
  /** An API request was made, or served by the local engine. */
  REQUEST,
  /** A sandbox of the local engine changed its state. */
  LIFECYCLE;

  /** The name in JSON. */
  public String token() {
    return Token.of(this);
  }
}
