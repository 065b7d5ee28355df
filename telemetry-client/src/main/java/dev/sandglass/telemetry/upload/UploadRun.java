package dev.sandglass.telemetry.upload;

import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.spool.Candidates;
import dev.sandglass.telemetry.spool.DeadLetters;
import dev.sandglass.telemetry.spool.Queue;
import dev.sandglass.telemetry.spool.Queue.Claim;
import dev.sandglass.telemetry.upload.UploadReport.Outcome;
import dev.sandglass.telemetry.upload.Verdict.Ready;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One upload by the holder of the queue's exit, from claiming to the report. */
final class UploadRun {
  private final UploadPlan plan;
  private final Installation installation;
  private final Queue queue;
  private final Steps steps;
  private final DeadLetters deadLetters;
  private final Candidates candidates;

  private int dead;
  private int skipped;
  private int dropped;

  UploadRun(UploadPlan plan, Queue queue, Steps steps) {
    this.plan = plan;
    this.installation = plan.installation();
    this.queue = queue;
    this.steps = steps;
    this.deadLetters = new DeadLetters(installation.state());
    this.candidates = new Candidates(installation.state());
  }

  /** Uploads what is in the queue now. */
  UploadReport run(Permission permission, PublicChecks.Hosts hosts) throws IOException {
    queue.recover(installation.clock().instant());
    steps.reached(Steps.Step.RECOVERED);
    List<Claim> claims = queue.claim();
    Ledger ledger = new Ledger(queue, claims, steps);
    Requests requests = new Requests(installation.environment());
    Delivery delivery = delivery(permission, ledger, requests);
    Memory memory = new Memory(installation);
    int ready = 0;
    try {
      steps.reached(Steps.Step.CLAIMED);
      PublicChecks checks = Judges.checks(installation, hosts, requests, permission);
      Disclosure disclosure = new Disclosure(candidates, checks);
      List<Verdict> verdicts = Judges.intake(plan, permission.id(), disclosure).judge(claims);
      steps.reached(Steps.Step.JUDGED);
      List<Ready> events = sortOut(verdicts, ledger);
      ready = events.size();
      if (ready > 0 && permission.isGiven()) {
        memory.begin();
        steps.reached(Steps.Step.STATE_BEGUN);
      }
      delivery.sendAll(events);
    } finally {
      ledger.close();
    }
    queue.countSkipped(skipped);
    queue.countDropped(dropped);
    Optional<Instant> notBefore = ready == 0 ? Optional.empty() : memory.end(delivery);
    steps.reached(Steps.Step.STATE_ENDED);
    return report(delivery, ready, notBefore);
  }

  private Delivery delivery(Permission permission, Ledger ledger, Requests requests) {
    BatchSender sender = new BatchSender(plan.destination(), requests, installation.clock());
    return new Delivery(
        sender, permission, ledger, installation.state(), installation.trace(), steps);
  }

  /** Deals with everything that is not sent, and returns what is. */
  private List<Ready> sortOut(List<Verdict> verdicts, Ledger ledger) throws IOException {
    List<Ready> events = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Ready ready) {
        events.add(ready);
        continue;
      }
      if (verdict instanceof Verdict.NoEvent) {
        skipped++;
      } else if (verdict instanceof Verdict.OtherId other) {
        dropped++;
        forget(other.id());
      } else if (verdict instanceof Verdict.Discloses discloses) {
        deadLetters.add(discloses.id(), DeadLetters.Reason.DISCLOSES, discloses.json());
        installation
            .trace()
            .say("put away " + discloses.id() + ": it may hold a " + text(discloses.finding()));
        dead++;
        steps.reached(Steps.Step.PUT_AWAY);
        forget(discloses.id());
      }
      ledger.settle(verdict.place());
    }
    say(skipped, "skipped %d lines: no events");
    say(dropped, "dropped %d events: of another CLI ID");
    return events;
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void forget(EventId id) throws IOException {
    candidates.remove(id);
  }

  private void say(int count, String message) {
    if (count > 0) {
      installation.trace().say(message.formatted(count));
    }
  }

  private UploadReport report(Delivery delivery, int ready, Optional<Instant> notBefore) {
    int buried = dead + delivery.dead();
    return new UploadReport(
        outcome(delivery, ready),
        delivery.sent(),
        ready - delivery.sent() - delivery.dead(),
        buried,
        skipped,
        dropped,
        delivery.status(),
        delivery.problem(),
        notBefore);
  }

  private static Outcome outcome(Delivery delivery, int ready) {
    if (ready == 0) {
      return Outcome.NOTHING_TO_SEND;
    }
    return delivery
        .stop()
        .map(
            stop ->
                switch (stop) {
                  case WITHDRAWN -> Outcome.WITHDRAWN;
                  case OUT_OF_TIME -> Outcome.OUT_OF_TIME;
                  case KEY_REFUSED -> Outcome.KEY_REFUSED;
                  case UNAVAILABLE -> Outcome.UNAVAILABLE;
                })
        .orElse(Outcome.SENT);
  }
}
