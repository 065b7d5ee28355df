package dev.sandglass.telemetry.upload;

/** Is told of every step of an upload at which a crash would leave something else behind. */
@FunctionalInterface
interface Steps {
  /** Tells nobody. */
  Steps UNWATCHED = step -> {};

  /** The steps. */
  enum Step {
    LOCKED,
    RECOVERED,
    CLAIMED,
    JUDGED,
    PUT_AWAY,
    STATE_BEGUN,
    SENDING,
    ANSWERED,
    LOGGED,
    CLAIM_DELETED,
    CLAIM_PUT_BACK,
    STATE_ENDED
  }

  /** A step was reached: what its name says is done, or for SENDING is about to be. */
  void reached(Step step);
}
