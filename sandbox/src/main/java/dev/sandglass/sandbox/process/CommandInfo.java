package dev.sandglass.sandbox.process;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A background command, or the entry point.
 *
 * @param id its id
 * @param kind {@code background} or {@code entrypoint}
 * @param command the command line as text; untrusted
 * @param arguments program and arguments; empty if only the text is known
 * @param running whether it runs
 * @param exitCode its exit code once it has ended
 * @param startedAt when it started, if known
 * @param finishedAt when it ended
 * @param pid its process id inside, if known
 */
public record CommandInfo(
    String id,
    String kind,
    String command,
    List<String> arguments,
    boolean running,
    OptionalInt exitCode,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    OptionalLong pid) {
  /** The id of the entry point. */
  public static final String ENTRYPOINT = "entrypoint";

  public CommandInfo {
    arguments = List.copyOf(arguments);
  }
}
