package dev.sandglass.telemetry;

import dev.sandglass.telemetry.consent.Mode;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.Client;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.event.RequestHandled;
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

  private final Installation installation;
  private final List<Event> events = new ArrayList<>();
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
   * @return whether enough has happened for {@link #flush} to be worth it
   */
  public boolean happened(Event.Body body) {
    Optional<CliId> id = consentingId();
    if (id.isEmpty()) {
      return false;
    }
    Instant now = installation.clock().instant();
    Client client = Client.current(installation.application().version(), Client.Source.ENGINE);
    synchronized (this) {
      if (events.size() >= MAX_EVENTS || body instanceof RequestHandled && !hasRoom(now)) {
        forgotten++;
        return false;
      }
      EventId eventId = EventId.at(now, installation.random());
      events.add(new Event(eventId, now, id.get(), client, body));
      return events.size() >= ENOUGH;
    }
  }

  /** Writes what has happened to the queue, unless the user has changed their mind since. */
  public void flush() {
    List<Event> written;
    int dropped;
    synchronized (this) {
      written = List.copyOf(events);
      events.clear();
      dropped = forgotten;
      forgotten = 0;
    }
    Optional<CliId> id = consentingId();
    if (id.isEmpty() || written.isEmpty() && dropped == 0) {
      return;
    }
    // Another ID means that telemetry was switched off, or reset, after the event.
    List<Event> current = written.stream().filter(event -> event.cliId().equals(id.get())).toList();
    installation.spool().countDropped(dropped);
    if (!current.isEmpty()) {
      installation.spool().write(current, installation.clock().instant());
    }
  }

  private Optional<CliId> consentingId() {
    return installation.consent().decide().mode() == Mode.ON ? installation.id() : Optional.empty();
  }

  private boolean hasRoom(Instant now) {
    if (Duration.between(minute, now).abs().compareTo(Duration.ofMinutes(1)) >= 0) {
      minute = now;
      requestsInMinute = 0;
    }
    return requestsInMinute++ < MAX_REQUESTS_A_MINUTE;
  }
}
