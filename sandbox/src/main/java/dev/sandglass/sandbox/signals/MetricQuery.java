package dev.sandglass.sandbox.signals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which metrics to read; what is empty does not matter.
 *
 * @param from not before it
 * @param to before it
 * @param names any of these, with their prefix
 */
public record MetricQuery(Optional<Instant> from, Optional<Instant> to, List<String> names) {
  /** Everything there is. */
  public static final MetricQuery ALL =
      new MetricQuery(Optional.empty(), Optional.empty(), List.of());

  /** Copies the names. */
  public MetricQuery {
    names = List.copyOf(names);
  }

  /** Everything since a time. */
  public static MetricQuery since(Instant from) {
    return new MetricQuery(Optional.of(from), Optional.empty(), List.of());
  }
}
