package dev.sandglass.telemetry.spool;

import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.event.EventWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of a file of events.
 *
 * @param first the first event in it; empty if there is none
 * @param events how many events are in it
 * @param content a line for each
 */
record Payload(Optional<EventId> first, int events, byte[] content) {

  /** Puts events together, but for those that are too big and, of too many, the oldest. */
  static Payload of(List<Event> events) {
    List<byte[]> latestFirst = new ArrayList<>();
    Optional<EventId> first = Optional.empty();
    int size = 0;
    for (int i = events.size() - 1; i >= 0; i--) {
      String line = EventWriter.write(events.get(i)).concat("\n");
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      if (bytes.length <= Spool.MAX_EVENT && size + bytes.length <= Spool.MAX_BYTES) {
        latestFirst.add(bytes);
        first = Optional.of(events.get(i).id());
        size += bytes.length;
      }
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream(size);
    for (int i = latestFirst.size() - 1; i >= 0; i--) {
      content.writeBytes(latestFirst.get(i));
    }
    return new Payload(first, latestFirst.size(), content.toByteArray());
  }
}
