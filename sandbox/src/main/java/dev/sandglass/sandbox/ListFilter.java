package dev.sandglass.sandbox;

import java.util.Map;
import java.util.Set;

/**
 * Which sandboxes to list.
 *
 * @param states any of these; empty means all
 * @param metadata all of these
 * @param pageSize how many the server is asked for at a time, 1 to 200
 */
public record ListFilter(Set<SandboxState> states, Map<String, String> metadata, int pageSize) {
  /** All sandboxes. */
  public static final ListFilter ALL = new ListFilter(Set.of(), Map.of(), 200);

  public ListFilter {
    states = Set.copyOf(states);
    metadata = Map.copyOf(metadata);
    if (pageSize < 1 || pageSize > 200) {
      throw new IllegalArgumentException("A page has 1 to 200 items, not " + pageSize);
    }
  }

  /** The same filter with these states only. */
  public ListFilter withStates(Set<SandboxState> only) {
    return new ListFilter(only, metadata, pageSize);
  }

  /** The same filter with this metadata. */
  public ListFilter withMetadata(Map<String, String> wanted) {
    return new ListFilter(states, wanted, pageSize);
  }
}
