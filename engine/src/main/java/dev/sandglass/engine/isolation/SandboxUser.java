package dev.sandglass.engine.isolation;

/**
 * A user inside a sandbox, by number.
 *
 * @param uid user id inside the sandbox, 0 to 65535
 * @param gid group id inside the sandbox, 0 to 65535
 */
public record SandboxUser(int uid, int gid) {
  /** Root inside the sandbox: no privileges outside, and none of root's capabilities inside. */
  public static final SandboxUser ROOT = new SandboxUser(0, 0);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if an id is out of bounds
   */
  public SandboxUser {
    if (uid < 0 || uid > 65535 || gid < 0 || gid > 65535) {
      throw new IllegalArgumentException(
          "user and group ids are 0 to 65535, not " + uid + ":" + gid);
    }
  }
}
