package dev.sandglass.telemetry.upload;

import com.posthog.java.shaded.org.json.JSONObject;
import dev.sandglass.scrubber.DisclosureGate.Finding;
import dev.sandglass.telemetry.event.EventId;

/** What is to be done with a line of the queue. */
sealed interface Verdict {
  /** Returns where the line stands. */
  Place place();

  /**
   * A line in a claimed file.
   *
   * @param claim which of the claims, from 0
   * @param line which of its lines, from 0
   */
  record Place(int claim, int line) {}

  /**
   * It can be sent.
   *
   * @param event in the form in which it is sent
   * @param json the same as text
   */
  record Ready(Place place, EventId id, JSONObject event, String json) implements Verdict {}

  /** It is no event. */
  record NoEvent(Place place) implements Verdict {}

  /** It belongs to a CLI ID that is not the current one. */
  record OtherId(Place place, EventId id) implements Verdict {}

  /** It has been dealt with: a crash kept it from being deleted, or it stands there twice. */
  record Done(Place place) implements Verdict {}

  /** The last gate holds it back, for what it found. */
  record Discloses(Place place, EventId id, String json, Finding finding) implements Verdict {}
}
