package dev.sandglass.engine.observability.forward;

import java.time.Duration;
import java.util.Optional;

/** What a backend made of a request. */
sealed interface Verdict {
  /**
   * It was taken, but for some records, which are not to be sent again.
   *
   * @param rejected how many
   * @param reason why
   */
  record Taken(long rejected, String reason) implements Verdict {}

  /** It was refused for good. */
  record Refused(String reason) implements Verdict {}

  /**
   * It may be taken later.
   *
   * @param after not before this time has passed, if the backend said so
   */
  record Later(String reason, Optional<Duration> after) implements Verdict {}
}
