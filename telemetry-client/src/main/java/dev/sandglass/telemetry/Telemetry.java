package dev.sandglass.telemetry;

import dev.sandglass.telemetry.consent.Consent;
import dev.sandglass.telemetry.consent.DecidedBy;
import dev.sandglass.telemetry.consent.Decision;
import dev.sandglass.telemetry.consent.Mode;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.Client;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.event.EventWriter;
import dev.sandglass.telemetry.spool.QueueSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Usage telemetry of one run of a program. The program says what happened; whether that is
 * recorded, printed or forgotten is decided when the run ends. Nothing here fails, waits or
 * connects: what is recorded is uploaded by another process.
 *
 * <p>Thread-safe.
 */
public final class Telemetry {
  /** More events than this in one run say nothing more; the rest is forgotten. */
  private static final int MAX_EVENTS = 100;

  /** An event that does not know yet whose it is. */
  private record Draft(EventId id, Instant time, Event.Body body) {
    Event of(CliId cliId, Client client) {
      return new Event(id, time, cliId, client, body);
    }
  }

  private final Installation installation;
  private final BooleanSupplier uploadPossible;
  private final Runnable startUploader;
  private final List<Draft> drafts = new ArrayList<>();
  private Consent.@Nullable Standing begun;

  /**
   * Begins a run.
   *
   * @param startUploader starts a process that uploads, and does not wait for it; called at the end
   *     of a run, and only when an upload is due
   */
  public Telemetry(Installation installation, Runnable startUploader) {
    this(installation, () -> true, startUploader);
  }

  /**
   * Begins a run of a program that may have nowhere to upload to.
   *
   * @param uploadPossible tells whether it has; asked when an upload is due
   * @param startUploader starts a process that uploads, and does not wait for it
   */
  public Telemetry(
      Installation installation, BooleanSupplier uploadPossible, Runnable startUploader) {
    this.installation = installation;
    this.uploadPossible = uploadPossible;
    this.startUploader = startUploader;
  }

  /** Returns what is decided for this run; decided once, when first asked for. */
  public synchronized Decision decision() {
    if (begun == null) {
      begun = installation.standing();
    }
    return begun.decision();
  }

  /**
   * Returns the CLI ID of this run's events, which is made if there is none yet; empty if nothing
   * may be recorded, or nothing can be kept.
   */
  public synchronized Optional<CliId> id() {
    if (decision().mode() != Mode.ON) {
      return Optional.empty();
    }
    Consent.Standing standing = Objects.requireNonNull(begun);
    if (standing.id().isEmpty()) {
      standing = new Consent.Standing(standing.decision(), installation.newId());
      begun = standing;
    }
    return standing.id();
  }

  /** Takes in what happened just now. */
  public synchronized void happened(Event.Body body) {
    if (drafts.size() < MAX_EVENTS) {
      Instant now = installation.clock().instant();
      drafts.add(new Draft(EventId.at(now, installation.random()), now, body));
    }
  }

  /**
   * Ends the run: records or prints what happened, or forgets it.
   *
   * @param source where the program was called from
   * @param person whether a person looks at standard error, who can be told about telemetry
   * @param standardError takes lines for that person
   */
  public synchronized void end(
      Client.Source source, boolean person, Consumer<String> standardError) {
    // A run can be long, and the user can have changed their mind since it began.
    Consent.Standing standing = installation.standing();
    Decision decided = standing.decision();
    if (decided.mode() == Mode.ON) {
      if (begun == null || begun.decision().mode() == Mode.ON && isSameId(begun, standing)) {
        record(standing.id(), source);
      }
    } else if (decided.mode() == Mode.LOG) {
      CliId id = standing.id().orElse(CliId.NONE);
      events(id, source).forEach(event -> standardError.accept(EventWriter.write(event)));
    } else if (decided.decidedBy() == DecidedBy.NOTICE_NOT_SHOWN
        && person
        && installation.spool().noticeWasShown(installation.application().notice().version())) {
      installation.application().notice().lines().forEach(standardError);
    }
    drafts.clear();
  }

  /** Whether telemetry was neither switched off nor reset since a run began. */
  private static boolean isSameId(Consent.Standing begun, Consent.Standing now) {
    return begun.id().isEmpty() || begun.id().equals(now.id());
  }

  private void record(Optional<CliId> known, Client.Source source) {
    if (drafts.isEmpty()) {
      return;
    }
    Optional<CliId> id = known.isPresent() ? known : installation.newId();
    if (id.isEmpty()) {
      return;
    }
    Instant now = installation.clock().instant();
    Optional<QueueSize> queue = installation.spool().write(events(id.get(), source), now);
    if (queue.isPresent()
        && !Consent.isContinuousIntegration(installation.environment())
        && installation.spool().isUploadDue(queue.get(), now)
        && uploadPossible.getAsBoolean()
        && installation.spool().winUploadStart(now)) {
      startUploader.run();
    }
  }

  private List<Event> events(CliId id, Client.Source source) {
    Client client = Client.current(installation.application().version().get(), source);
    List<Event> events = new ArrayList<>();
    for (Draft draft : drafts) {
      events.add(draft.of(id, client));
    }
    return events;
  }
}
