package dev.sandglass.sandbox;

/** What a sandbox reaches. */
public enum NetworkMode {
  /** The provider's default: nothing with the embedded engine. */
  DEFAULT,
  /** Nothing but itself. */
  NONE,
  /** Everything the host reaches, but never the host's loopback, the engine or other sandboxes. */
  HOST_ALLOWED
}
