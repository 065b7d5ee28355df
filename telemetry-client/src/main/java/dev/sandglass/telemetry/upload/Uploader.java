package dev.sandglass.telemetry.upload;

import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.spool.Candidates;
import dev.sandglass.telemetry.spool.Queue;
import dev.sandglass.telemetry.spool.Queue.Claim;
import dev.sandglass.telemetry.spool.UploadState;
import dev.sandglass.telemetry.upload.UploadReport.Outcome;
import dev.sandglass.telemetry.upload.Verdict.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends what waits in the queue, as long as the user consents. However it ends, each event is in
 * the queue, sent, or put away; after a crash the next upload finds it.
 */
public final class Uploader {
  private final UploadPlan plan;
  private final PublicChecks.Hosts hosts;
  private final Duration limit;
  private final Steps steps;

  /**
   * Prepares an upload.
   *
   * @param hosts asked whether names are public
   * @param limit for all requests together
   * @param steps is told how far it has got
   */
  Uploader(UploadPlan plan, PublicChecks.Hosts hosts, Duration limit, Steps steps) {
    this.plan = plan;
    this.hosts = hosts;
    this.limit = limit;
    this.steps = steps;
  }

  /**
   * Uploads, and says what was done. In the background this also sees to it that the process ends
   * after 10 seconds, so it must have no other task.
   */
  public static UploadReport run(UploadPlan plan) {
    if (plan.effort() == Effort.BACKGROUND) {
      Watchdog.start(Effort.HARD_LIMIT);
    }
    return new Uploader(plan, PublicChecks.Hosts.real(), plan.effort().limit(), Steps.UNWATCHED)
        .upload();
  }

  /**
   * Shows what would be sent now, under the current CLI ID. Changes nothing and asks nobody whether
   * names are public.
   *
   * @throws UncheckedIOException if the queue cannot be read
   */
  public static Preview preview(UploadPlan plan) {
    return new Uploader(plan, PublicChecks.Hosts.real(), Duration.ZERO, Steps.UNWATCHED).show();
  }

  UploadReport upload() {
    Installation installation = plan.installation();
    Instant now = installation.clock().instant();
    Optional<Permission> permission = Permission.ask(installation, limit);
    if (permission.isEmpty()) {
      return UploadReport.notBegun(Outcome.OFF, Optional.empty());
    }
    Optional<Destination.Problem> problem = plan.destination().problem();
    if (problem.isPresent()) {
      boolean noKey = problem.get() == Destination.Problem.NO_KEY;
      return UploadReport.notBegun(
          noKey ? Outcome.NO_KEY : Outcome.UNUSABLE_HOST, Optional.empty());
    }
    UploadState before = UploadState.read(installation.state());
    if (plan.effort() == Effort.BACKGROUND && before.mustWait(now)) {
      return UploadReport.notBegun(Outcome.NOT_DUE, before.notBefore());
    }
    try (Queue queue = Queue.tryOpen(installation.state(), installation.trace()).orElse(null)) {
      if (queue == null) {
        return UploadReport.notBegun(Outcome.BUSY, Optional.empty());
      }
      steps.reached(Steps.Step.LOCKED);
      return new UploadRun(plan, queue, steps).run(permission.get(), hosts);
    } catch (IOException e) {
      installation.trace().say("the upload was cut off: " + e);
      return UploadReport.notBegun(Outcome.UNUSABLE_DIRECTORY, Optional.empty());
    }
  }

  private Preview show() {
    Installation installation = plan.installation();
    Optional<CliId> id = installation.id();
    if (id.isEmpty()) {
      return new Preview(List.of(), List.of());
    }
    PublicNames known = new PublicNames(installation.state(), installation.clock());
    PublicChecks checks =
        new PublicChecks(
            new Requests(installation.environment()), hosts, known, () -> Duration.ZERO);
    Disclosure disclosure = new Disclosure(new Candidates(installation.state()), checks);
    try {
      List<Ready> events = new ArrayList<>();
      List<Claim> claims = Queue.peek(installation.state());
      for (Verdict verdict : Judges.intake(plan, id.get(), disclosure).judge(claims)) {
        if (verdict instanceof Ready ready) {
          events.add(ready);
        }
      }
      List<String> bodies = new ArrayList<>();
      for (List<Ready> batch : Delivery.batches(events)) {
        bodies.add(
            BatchSender.body(plan.destination().key(), batch.stream().map(Ready::event).toList()));
      }
      return new Preview(bodies, disclosure.unproven());
    } catch (IOException e) {
      throw new UncheckedIOException("The queue of telemetry cannot be read", e);
    }
  }
}
