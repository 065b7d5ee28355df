package dev.sandglass.sandbox.signals;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which log records to read; what is empty does not matter.
 *
 * @param from not before it
 * @param to before it
 * @param severities any of {@code TRACE}, {@code DEBUG}, {@code INFO}, {@code WARN}, {@code ERROR}
 *     and {@code FATAL}
 * @param search text in it, in upper or lower case
 * @param process id of the command that wrote it
 */
public record LogQuery(
    Optional<Instant> from,
    Optional<Instant> to,
    Set<String> severities,
    Optional<String> search,
    Optional<String> process) {
  /** Everything there is. */
  public static final LogQuery ALL =
      new LogQuery(
          Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

  /** Copies the set. */
  public LogQuery {
    severities = Set.copyOf(severities);
  }
}
