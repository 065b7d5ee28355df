package dev.sandglass.telemetry.upload;

import java.time.Instant;
import java.util.Optional;

/**
 * What an upload did.
 *
 * @param outcome how it ended
 * @param sent events that arrived
 * @param kept events that stay in the queue
 * @param dead events that were put away for good, and are kept for the user to see
 * @param skipped lines that were no events
 * @param dropped events that were deleted because their CLI ID is no longer the current one
 * @param status the HTTP status of the last answer; empty if the last request got none
 * @param problem what came between, when the outcome is {@link Outcome#UNAVAILABLE}
 * @param notBefore when the next upload in the background may begin at the earliest; empty if
 *     nothing holds it up
 */
public record UploadReport(
    Outcome outcome,
    int sent,
    int kept,
    int dead,
    int skipped,
    int dropped,
    Optional<Integer> status,
    Optional<UploadProblem> problem,
    Optional<Instant> notBefore) {

  /** How an upload can end. */
  public enum Outcome {
    /** Nothing that could be sent is left in the queue. */
    SENT,
    /** The queue held no event that could be sent. */
    NOTHING_TO_SEND,
    /** Telemetry is not on, so nothing was touched. */
    OFF,
    /** There is no project key to send with, so nothing was touched. */
    NO_KEY,
    /** The host that the environment names cannot be used, so nothing was touched. */
    UNUSABLE_HOST,
    /** An earlier failure asks to wait longer, so nothing was touched. */
    NOT_DUE,
    /** Another upload is going on. */
    BUSY,
    /** Telemetry was switched off, or the CLI ID was reset, in the middle of it. */
    WITHDRAWN,
    /** The server does not accept the project key. */
    KEY_REFUSED,
    /** The server could not be reached or did not take the events. */
    UNAVAILABLE,
    /** There was more to send than fitted into the time. */
    OUT_OF_TIME,
    /** The directory of the queue cannot be used. */
    UNUSABLE_DIRECTORY
  }

  /** Reports an upload that never began. */
  static UploadReport notBegun(Outcome outcome, Optional<Instant> notBefore) {
    return new UploadReport(outcome, 0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), notBefore);
  }
}
