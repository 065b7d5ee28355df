package dev.sandglass.engine.isolation;

import java.util.List;

/**
 * What this machine offers for isolating sandboxes; probed once per engine.
 *
 * @param root whether the engine runs as root
 * @param executor what starts commands
 * @param idMapping how user ids inside map to ids outside
 * @param seccomp whether system calls are filtered
 * @param cgroups which control groups the engine can write
 * @param diskLimits whether disk limits are enforced by the kernel
 * @param hostAllowedNetwork whether a sandbox can be given outbound network
 * @param loopbackRelay whether ports inside sandboxes can lead to the engine
 * @param notes what is missing and how to mend it, a line each
 */
public record HostCapabilities(
    boolean root,
    Executor executor,
    IdMapping idMapping,
    boolean seccomp,
    Cgroups cgroups,
    boolean diskLimits,
    boolean hostAllowedNetwork,
    boolean loopbackRelay,
    List<String> notes) {

  /** What starts commands in a sandbox. */
  public enum Executor {
    /** bubblewrap: the full isolation. */
    BUBBLEWRAP,
    /** nsenter and setpriv of util-linux: without seccomp, only the host template. */
    UTIL_LINUX
  }

  /** How user ids inside a sandbox map to ids of the host. */
  public enum IdMapping {
    /** Engine runs as root: 65,536 ids of a range that nobody on the host has. */
    ROOT_RANGE,
    /** Root inside is the engine's user, the others are the user's subordinate ids. */
    SUB_IDS,
    /** Root inside is the engine's user, and there are no others. */
    SINGLE
  }

  /** Which control groups the engine can write. */
  public enum Cgroups {
    V1,
    /** Controllers in v1; v2 for freezing and killing. */
    HYBRID,
    V2,
    /** None: limits cannot be enforced, pausing stops processes by signal. */
    NONE
  }
}
