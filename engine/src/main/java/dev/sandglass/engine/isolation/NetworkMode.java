package dev.sandglass.engine.isolation;

/** Which network a sandbox has; its network namespace is its own in every case. */
public enum NetworkMode {
  /** Only a loopback interface of its own. */
  NONE,
  /**
   * Outbound connections to everywhere but the host's own addresses, the engine and other
   * sandboxes.
   */
  HOST_ALLOWED
}
