package dev.sandglass.engine.observability.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which metrics to read; what is empty does not matter.
 *
 * @param sandbox the sandbox's id; the empty text for those about all of them
 * @param from not before it
 * @param to before it
 * @param names any of these
 * @param limit how many points of each series at most: the newest ones
 */
public record MetricQuery(
    String sandbox, Optional<Instant> from, Optional<Instant> to, List<String> names, int limit) {
  /** Copies the names. */
  public MetricQuery {
    names = List.copyOf(names);
  }
}
