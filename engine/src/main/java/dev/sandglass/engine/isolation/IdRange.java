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

  /** The id inside of an id of the host; everybody who is not mapped appears as root. */
  int inside(int hostId) {
    int offset = hostId - first;
    boolean mapped = offset >= 0 && offset < count;
    return switch (mapping) {
      case ROOT_RANGE -> mapped ? offset : 0;
      case SUB_IDS -> mapped ? offset + 1 : 0;
      case SINGLE -> 0;
    };
  }

  /** Whether nsenter must not touch the groups, because the kernel would refuse it. */
  boolean keepsCredentials() {
    return mapping == HostCapabilities.IdMapping.SINGLE;
  }
}
