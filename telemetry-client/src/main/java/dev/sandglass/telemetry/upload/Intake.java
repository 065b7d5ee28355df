package dev.sandglass.telemetry.upload;

import com.posthog.java.shaded.org.json.JSONObject;
import dev.sandglass.scrubber.DisclosureGate.Finding;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.spool.Queue.Claim;
import dev.sandglass.telemetry.upload.Verdict.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Judges what stands in the queue, line by line. Changes nothing. */
final class Intake {
  private final EventCheck check;
  private final CliId current;
  private final Predicate<EventId> isDone;
  private final UnaryOperator<Event> disclose;
  private final Function<JSONObject, Optional<Finding>> gate;

  /**
   * Prepares.
   *
   * @param current whose events may be sent
   * @param isDone knows the events that were sent or put away before
   * @param disclose adds the names that are proven public to an event
   * @param gate the last one: says what it finds in an event that must not leave
   */
  Intake(
      EventCheck check,
      CliId current,
      Predicate<EventId> isDone,
      UnaryOperator<Event> disclose,
      Function<JSONObject, Optional<Finding>> gate) {
    this.check = check;
    this.current = current;
    this.isDone = isDone;
    this.disclose = disclose;
    this.gate = gate;
  }

  /** Returns a verdict for each line. */
  List<Verdict> judge(List<Claim> claims) {
    List<Verdict> verdicts = new ArrayList<>();
    Set<EventId> seen = new HashSet<>();
    for (int claim = 0; claim < claims.size(); claim++) {
      List<String> lines = claims.get(claim).lines();
      for (int line = 0; line < lines.size(); line++) {
        verdicts.add(judge(lines.get(line), new Place(claim, line), seen));
      }
    }
    return verdicts;
  }

  private Verdict judge(String line, Place place, Set<EventId> seen) {
    Optional<Event> read = check.read(line);
    if (read.isEmpty()) {
      return new Verdict.NoEvent(place);
    }
    EventId id = read.get().id();
    if (!seen.add(id) || isDone.test(id)) {
      return new Verdict.Done(place);
    }
    if (!read.get().cliId().equals(current)) {
      return new Verdict.OtherId(place, id);
    }
    JSONObject event = PostHogEvent.of(disclose.apply(read.get()));
    String json = StableJson.write(event);
    Optional<Finding> finding = gate.apply(event);
    return finding.isPresent()
        ? new Verdict.Discloses(place, id, json, finding.get())
        : new Verdict.Ready(place, id, event, json);
  }
}
