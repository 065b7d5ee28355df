package dev.sandglass.engine.observability.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which log records to read; what is empty does not matter.
 *
 * @param sandbox the sandbox's id
 * @param from not before it
 * @param to before it
 * @param severities any of these
 * @param search text that the body holds, in upper or lower case
 * @param process id of the process that wrote it
 * @param after only those that were stored after the one with this number, in the order in which
 *     they were stored
 * @param newestFirst whether to begin at the end; has no meaning with {@code after}
 * @param skip how many to leave out at the begin
 * @param limit how many to read at most
 */
public record LogQuery(
    String sandbox,
    Optional<Instant> from,
    Optional<Instant> to,
    Set<Severity> severities,
    Optional<String> search,
    Optional<String> process,
    OptionalLong after,
    boolean newestFirst,
    int skip,
    int limit) {}
