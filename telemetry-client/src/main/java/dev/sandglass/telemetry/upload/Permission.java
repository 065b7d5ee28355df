package dev.sandglass.telemetry.upload;

import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.event.CliId;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the next request may be made: the user's consent, asked for anew each time, and the time
 * that is left.
 */
final class Permission {
  private final Installation installation;
  private final CliId id;
  private final Duration limit;
  private final long start;

  private Permission(Installation installation, CliId id, Duration limit) {
    this.installation = installation;
    this.id = id;
    this.limit = limit;
    this.start = System.nanoTime();
  }

  /**
   * Begins an upload, if the user consents to any.
   *
   * @param limit for all requests together
   */
  static Optional<Permission> ask(Installation installation, Duration limit) {
    return installation
        .standing()
        .consentingId()
        .map(id -> new Permission(installation, id, limit));
  }

  /** Returns whose events may be sent. */
  CliId id() {
    return id;
  }

  /** Returns whether the user still consents, and under the same CLI ID. */
  boolean isGiven() {
    return installation.standing().consentingId().filter(id::equals).isPresent();
  }

  /** Returns the time left; zero when it is over. */
  Duration timeLeft() {
    Duration left = limit.minusNanos(System.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns how long names may be checked: half of the time is for sending. */
  Duration timeForChecks() {
    Duration left = timeLeft().minus(limit.dividedBy(2));
    return left.isNegative() || !isGiven() ? Duration.ZERO : left;
  }
}
