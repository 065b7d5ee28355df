package dev.sandglass.telemetry.spool;

import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.RouteTemplate;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.Client;
import dev.sandglass.telemetry.event.Client.Source;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.event.Milliseconds;
import dev.sandglass.telemetry.event.RandomBytes;
import dev.sandglass.telemetry.event.ReleaseVersion;
import dev.sandglass.telemetry.event.RequestHandled;
import dev.sandglass.telemetry.event.RequestHandled.ProviderKind;
import dev.sandglass.telemetry.event.RequestHandled.Side;
import dev.sandglass.telemetry.event.SandboxChanged;
import dev.sandglass.telemetry.event.SandboxChanged.Change;
import dev.sandglass.telemetry.event.SandboxChanged.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Events, and what identifies them in a text. */
final class Events {
  static final Instant NOW = Instant.parse("2026-03-01T10:20:30Z");

  private static final Pattern ID = Pattern.compile("\"uuid\":\"([0-9a-f-]{36})\"");

  private Events() {}

  static Event at(Instant time) {
    return event(time, SandboxChanged.undisclosed(Change.CREATED, Origin.HOST));
  }

  static List<Event> at(Instant time, int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(at(time.plusMillis(i)));
    }
    return events;
  }

  /** An event whose line, with its line feed, has exactly so many bytes. */
  static Event ofBytes(Instant time, int bytes) {
    int rest = bytes - Payload.of(List.of(ofRoute(time, 1))).content().length;
    return ofRoute(time, 1 + rest);
  }

  private static Event ofRoute(Instant time, int length) {
    return event(
        time,
        new RequestHandled(
            Side.MADE,
            HttpMethod.GET,
            RouteTemplate.of("/" + "a".repeat(length)),
            List.of(),
            Optional.empty(),
            new Milliseconds(1),
            ProviderKind.LOCAL));
  }

  private static Event event(Instant time, Event.Body body) {
    Client client = Client.current(ReleaseVersion.of("1.2.3").orElseThrow(), Source.SCRIPT);
    CliId id = new CliId(UUID.fromString("7f3f6cc5-1a45-4a0b-8d4e-8a4d0a1b2c3d"));
    return new Event(EventId.at(time, RandomBytes.system()), time, id, client, body);
  }

  /** The identities of the events in some lines. */
  static List<String> ids(List<String> lines) {
    List<String> ids = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = ID.matcher(line);
      if (matcher.find()) {
        ids.add(matcher.group(1));
      }
    }
    return ids;
  }

  static List<String> idsOf(List<Event> events) {
    return events.stream().map(event -> event.id().toString()).toList();
  }
}
