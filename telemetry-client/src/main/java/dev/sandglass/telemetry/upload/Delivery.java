package dev.sandglass.telemetry.upload;

import com.posthog.java.shaded.org.json.JSONObject;
import dev.sandglass.telemetry.spool.Candidates;
import dev.sandglass.telemetry.spool.DeadLetters;
import dev.sandglass.telemetry.spool.SentLog;
import dev.sandglass.telemetry.spool.StateDirectory;
import dev.sandglass.telemetry.spool.Trace;
import dev.sandglass.telemetry.upload.Verdict.Ready;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends events in batches, and finds the one that spoils a batch. */
final class Delivery {
  static final int MAX_EVENTS = 100;
  static final int MAX_BYTES = 512 * 1024;

  /** Room for the parts of a body that are no events. */
  private static final int FRAME_BYTES = 1024;

  /** Why a delivery ended before everything was sent. */
  enum Stop {
    WITHDRAWN,
    OUT_OF_TIME,
    KEY_REFUSED,
    UNAVAILABLE
  }

  private final BatchSender sender;
  private final Permission permission;
  private final Ledger ledger;
  private final SentLog sentLog;
  private final DeadLetters deadLetters;
  private final Candidates candidates;
  private final Trace trace;
  private final Steps steps;

  private int sent;
  private int dead;
  private Optional<Integer> status = Optional.empty();
  private Optional<Stop> stop = Optional.empty();
  private Optional<UploadProblem> problem = Optional.empty();
  private Optional<Duration> retryAfter = Optional.empty();

  Delivery(
      BatchSender sender,
      Permission permission,
      Ledger ledger,
      StateDirectory directory,
      Trace trace,
      Steps steps) {
    this.sender = sender;
    this.permission = permission;
    this.ledger = ledger;
    this.sentLog = new SentLog(directory);
    this.deadLetters = new DeadLetters(directory);
    this.candidates = new Candidates(directory);
    this.trace = trace;
    this.steps = steps;
  }

  /** Divides events into batches that are small enough. */
  static List<List<Ready>> batches(List<Ready> events) {
    List<List<Ready>> batches = new ArrayList<>();
    List<Ready> batch = new ArrayList<>();
    int bytes = FRAME_BYTES;
    for (Ready event : events) {
      // Closed types are written in ASCII: a character is a byte. One more is for the comma.
      int size = event.json().length() + 1;
      if (!batch.isEmpty() && (batch.size() == MAX_EVENTS || bytes + size > MAX_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = FRAME_BYTES;
      }
      batch.add(event);
      bytes += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  /** Sends until all is sent or something stops it. */
  void sendAll(List<Ready> events) throws IOException {
    for (List<Ready> batch : batches(events)) {
      send(batch);
      if (stop.isPresent()) {
        return;
      }
    }
  }

  private void send(List<Ready> batch) throws IOException {
    if (!permission.isGiven()) {
      stop = Optional.of(Stop.WITHDRAWN);
      return;
    }
    Duration left = permission.timeLeft();
    if (left.isZero()) {
      stop = Optional.of(Stop.OUT_OF_TIME);
      return;
    }
    steps.reached(Steps.Step.SENDING);
    trace.say("sending " + batch.size() + " events");
    List<JSONObject> events = batch.stream().map(Ready::event).toList();
    Duration patience = left.compareTo(BatchSender.PATIENCE) < 0 ? left : BatchSender.PATIENCE;
    Answer answer = sender.deliver(events, patience);
    steps.reached(Steps.Step.ANSWERED);
    if (answer instanceof Answer.Accepted accepted) {
      status = Optional.of(accepted.status());
      accepted(batch);
    } else if (answer instanceof Answer.Refused refused) {
      status = Optional.of(refused.status());
      refused(batch, refused.status());
    } else if (answer instanceof Answer.Unauthorized unauthorized) {
      status = Optional.of(unauthorized.status());
      stop = Optional.of(Stop.KEY_REFUSED);
      trace.say("not sent: the project key is refused (" + unauthorized.status() + ")");
    } else if (answer instanceof Answer.Unavailable unavailable) {
      unavailable(unavailable);
    }
  }

  private void accepted(List<Ready> batch) throws IOException {
    trace.say("sent " + batch.size() + " events: " + status.orElseThrow());
    sent += batch.size();
    try {
      sentLog.add(batch.stream().map(Ready::json).toList());
    } catch (IOException e) {
      // A full disk: rather no copy for the user than the same events again and again.
      trace.say("no copy was kept of what was sent");
    }
    steps.reached(Steps.Step.LOGGED);
    for (Ready event : batch) {
      done(event);
    }
    ledger.deleteDone();
  }

  private void refused(List<Ready> batch, int refusal) throws IOException {
    if (batch.size() == 1) {
      Ready event = batch.get(0);
      boolean tooBig = refusal == 413;
      deadLetters.add(
          event.id(),
          tooBig ? DeadLetters.Reason.TOO_BIG : DeadLetters.Reason.REFUSED,
          event.json());
      trace.say("put away " + event.id() + ": refused (" + refusal + ")");
      dead++;
      steps.reached(Steps.Step.PUT_AWAY);
      done(event);
      ledger.deleteDone();
      return;
    }
    trace.say("refused (" + refusal + "): dividing " + batch.size() + " events");
    int half = batch.size() / 2;
    send(batch.subList(0, half));
    if (stop.isEmpty()) {
      send(batch.subList(half, batch.size()));
    }
  }

  private void unavailable(Answer.Unavailable unavailable) {
    status = unavailable.status();
    stop = Optional.of(Stop.UNAVAILABLE);
    problem = Optional.of(unavailable.problem());
    retryAfter = unavailable.retryAfter();
    trace.say(
        "not sent: "
            + unavailable.problem().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
            + unavailable.status().map(number -> " (" + number + ")").orElse(""));
  }

  private void done(Ready event) throws IOException {
    ledger.settle(event.place());
    candidates.remove(event.id());
  }

  int sent() {
    return sent;
  }

  int dead() {
    return dead;
  }

  Optional<Integer> status() {
    return status;
  }

  Optional<Stop> stop() {
    return stop;
  }

  Optional<UploadProblem> problem() {
    return problem;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
