package dev.sandglass.sandbox.signals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A span; all its texts are untrusted.
 *
 * @param traceId the trace it belongs to
 * @param spanId its id, 16 hexadecimal digits
 * @param parentSpanId the span it is part of
 * @param name what was done
 * @param kind {@code INTERNAL}, {@code SERVER}, {@code CLIENT}, {@code PRODUCER}, {@code CONSUMER}
 *     or {@code UNSPECIFIED}
 * @param startTime when it began
 * @param duration how long it took
 * @param serviceName the program that told it
 * @param attributes its attributes
 * @param resourceAttributes who and where the sandbox is
 * @param statusCode {@code UNSET}, {@code OK} or {@code ERROR}
 * @param statusMessage more about an error
 * @param events what happened meanwhile
 */
public record TraceSpan(
    String traceId,
    String spanId,
    Optional<String> parentSpanId,
    String name,
    String kind,
    Instant startTime,
    Duration duration,
    String serviceName,
    Map<String, String> attributes,
    Map<String, String> resourceAttributes,
    String statusCode,
    String statusMessage,
    List<Event> events) {
  /** Copies the collections. */
  public TraceSpan {
    attributes = Map.copyOf(attributes);
    resourceAttributes = Map.copyOf(resourceAttributes);
    events = List.copyOf(events);
  }

  /**
   * Something that happened during a span.
   *
   * @param name what
   * @param timestamp when
   * @param attributes its attributes
   */
  public record Event(String name, Instant timestamp, Map<String, String> attributes) {
    /** Copies the map. */
    public Event {
      attributes = Map.copyOf(attributes);
    }
  }
}
