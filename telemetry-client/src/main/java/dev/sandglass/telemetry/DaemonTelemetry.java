package dev.sandglass.telemetry;

import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.Client;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.event.RequestHandled;
import dev.sandglass.telemetry.spool.Candidates;
import dev.sandglass.telemetry.spool.Candidates.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Usage telemetry of a program that lives on, such as the local engine. Consent is asked for with
 * every event and again before it is written, so that switching off takes effect at once. The
 * program calls {@link #flush} from time to time and at its end; only that touches the disk to
 * write.
 *
 * <p>Thread-safe.
 */
public final class DaemonTelemetry {
  /** So many events are worth writing at once. */
  public static final int ENOUGH = 50;

  /** A client in a loop must not push everything else out of the queue. */
  private static final int MAX_REQUESTS_A_MINUTE = 20;

  private static final int MAX_EVENTS = 200;

  /** An event with the names that could be added to it if they turn out to be public. */
  private record Happened(Event event, Names candidates) {}

  private final Installation installation;
  private final List<Happened> happened = new ArrayList<>();
  private Instant minute = Instant.EPOCH;
  private int requestsInMinute;
  private int forgotten;

  /** Begins. */
  public DaemonTelemetry(Installation installation) {
    this.installation = installation;
  }

  /**
   * Takes in what happened just now, if it may be recorded.
   *
   * @param candidates names in it that may turn out to be public
   * @return whether enough has happened for {@link #flush} to be worth it
   */
  public boolean happened(Event.Body body, Names candidates) {
    Instant now = installation.clock().instant();
    synchronized (this) {
      // Asked before consent, which costs a look at the disk.
      if (happened.size() >= MAX_EVENTS || body instanceof RequestHandled && !hasRoom(now)) {
        forgotten++;
        return false;
      }
    }
    Optional<CliId> id = installation.standing().consentingId();
    if (id.isEmpty()) {
      return false;
    }
    Client client =
        Client.current(installation.application().version().get(), Client.Source.ENGINE);
    EventId eventId = EventId.at(now, installation.random());
    synchronized (this) {
      happened.add(new Happened(new Event(eventId, now, id.get(), client, body), candidates));
      return happened.size() >= ENOUGH;
    }
  }

  /** Counts an event that happened and was not handed over, because there were too many. */
  public synchronized void givenUp() {
    forgotten++;
  }

  /** Writes what has happened to the queue, unless the user has changed their mind since. */
  public void flush() {
    List<Happened> written;
    int dropped;
    synchronized (this) {
      written = List.copyOf(happened);
      happened.clear();
      dropped = forgotten;
      forgotten = 0;
    }
    Optional<CliId> id = installation.standing().consentingId();
    if (id.isEmpty() || written.isEmpty() && dropped == 0) {
      return;
    }
    Candidates candidates = new Candidates(installation.state());
    List<Event> events = new ArrayList<>();
    for (Happened one : written) {
      // Another ID means that telemetry was switched off, or reset, after the event.
      if (one.event().cliId().equals(id.get())) {
        candidates.keep(one.event().id(), one.candidates());
        events.add(one.event());
      }
    }
    if (!events.isEmpty()) {
      installation.spool().write(events, installation.clock().instant());
    }
    // The first event makes the directory that the counter needs.
    installation.spool().countDropped(dropped);
  }

  private boolean hasRoom(Instant now) {
    if (Duration.between(minute, now).abs().compareTo(Duration.ofMinutes(1)) >= 0) {
      minute = now;
      requestsInMinute = 0;
    }
    return requestsInMinute++ < MAX_REQUESTS_A_MINUTE;
  }
}
