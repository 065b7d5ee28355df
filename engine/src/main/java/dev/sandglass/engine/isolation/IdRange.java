package dev.sandglass.engine.isolation;

import java.util.List;

/**
 * Which ids of the host a sandbox's ids are.
 *
 * @param mapping the kind of mapping
 * @param first for {@link HostCapabilities.IdMapping#ROOT_RANGE} the host id of the sandbox's root;
 *     for {@link HostCapabilities.IdMapping#SUB_IDS} the first subordinate id, which is id 1 inside
 * @param count how many ids from {@code first} on
 */
record IdRange(HostCapabilities.IdMapping mapping, int first, int count) {
  /** The arguments that the scripts take. */
  List<String> arguments() {
    String kind =
        switch (mapping) {
          case ROOT_RANGE -> "root-range";
          case SUB_IDS -> "sub-ids";
          case SINGLE -> "single";
        };
    return List.of(kind, Integer.toString(first), Integer.toString(count));
  }

  /** Whether nsenter must not touch the groups, because the kernel would refuse it. */
  boolean keepsCredentials() {
    return mapping == HostCapabilities.IdMapping.SINGLE;
  }
}
