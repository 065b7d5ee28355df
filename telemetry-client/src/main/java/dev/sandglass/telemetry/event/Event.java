package dev.sandglass.telemetry.event;

import java.time.Instant;

/**
 * One thing that happened, as it can be reported. Immutable.
 *
 * <p>Every part is of a closed type, down to the last: enums, bounded numbers, and words that come
 * from the program's own declarations. There is no place that text of a user would fit in.
 *
 * @param id its identity
 * @param timestamp when it happened, to the millisecond
 * @param cliId whose it is
 * @param client what program it happened in
 * @param body what happened
 */
public record Event(
    @Meaning(
            name = "uuid",
            value = "Identity of the event (UUIDv7), so that a repeated upload counts once.")
        EventId id,
    @Meaning(name = "timestamp", value = "When it happened, in UTC, to the millisecond.")
        Instant timestamp,
    @Meaning(name = "cli_id", value = "The random CLI ID of this installation, a pseudonym.")
        CliId cliId,
    Client client,
    Body body) {

  /** The version of the form of events; it grows when a field changes its meaning. */
  public static final int SCHEMA_VERSION = 1;

  /** What can happen; the three families of events. */
  public sealed interface Body permits CommandUsed, RequestHandled, SandboxChanged {
    /** The family's name. */
    EventName eventName();
  }
}
