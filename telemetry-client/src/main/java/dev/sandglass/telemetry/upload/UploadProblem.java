package dev.sandglass.telemetry.upload;

/** What can come between this machine and the server. */
public enum UploadProblem {
  /** The server's name cannot be resolved. */
  UNKNOWN_HOST,
  /** No connection could be made. */
  NO_CONNECTION,
  /** The connection broke. */
  CONNECTION_LOST,
  /** The server, or something on the way, did not answer in time. */
  TIMED_OUT,
  /** The server could not prove who it is. */
  TLS,
  /** The proxy refused, or is of a kind that cannot be used. */
  PROXY,
  /** The server answered that it does not take events now. */
  ANSWER
}
