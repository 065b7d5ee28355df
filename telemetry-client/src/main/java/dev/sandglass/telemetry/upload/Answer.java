package dev.sandglass.telemetry.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What became of a request that carried events. */
sealed interface Answer {
  /** The events arrived; whatever the body says, as PostHog answers 200 over quota too. */
  record Accepted(int status) implements Answer {}

  /** Something in the batch is not acceptable; a smaller batch without it may be. */
  record Refused(int status) implements Answer {}

  /** The project key is not accepted; asking again soon would be no use. */
  record Unauthorized(int status) implements Answer {}

  /**
   * Nobody took the events, for now.
   *
   * @param status of the answer; empty if there was none
   * @param problem what happened
   * @param retryAfter how long the server asks to wait
   */
  record Unavailable(Optional<Integer> status, UploadProblem problem, Optional<Duration> retryAfter)
      implements Answer {}

  /** Reads an answer that came. */
  static Answer of(Requests.Reply reply, Instant now) {
    int status = reply.status();
    if (status >= 200 && status < 300) {
      return new Accepted(status);
    }
    return switch (status) {
      case 400, 413 -> new Refused(status);
      case 401 -> new Unauthorized(status);
      // Everything else may be the doing of something between here and there, and may pass. A
      // redirect too: who follows one sends the events to somebody nobody named.
      default ->
          new Unavailable(
              Optional.of(status),
              status == 407 ? UploadProblem.PROXY : UploadProblem.ANSWER,
              reply.header("retry-after").flatMap(text -> RetryAfter.parse(text, now)));
    };
  }

  /** Describes that no answer came. */
  static Answer of(UploadProblem problem) {
    return new Unavailable(Optional.empty(), problem, Optional.empty());
  }
}
