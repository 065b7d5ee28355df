package dev.sandglass.sandbox.signals;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A log record.
 *
 * @param id its number, which grows with each record that comes
 * @param timestamp when it was written
 * @param body what it says: untrusted text
 * @param severityText its severity
 * @param severityNumber its severity as OpenTelemetry numbers them, 0 if it names none
 * @param serviceName the program that told it, or {@code sandbox-ID}
 * @param resourceAttributes who and where the sandbox is
 * @param attributes its own attributes
 * @param traceId the trace it belongs to
 * @param spanId the span it belongs to
 * @param eventName the kind of event it is
 */
public record LogEntry(
    long id,
    Instant timestamp,
    String body,
    String severityText,
    int severityNumber,
    String serviceName,
    Map<String, String> resourceAttributes,
    Map<String, String> attributes,
    Optional<String> traceId,
    Optional<String> spanId,
    Optional<String> eventName) {
  /** Copies the maps. */
  public LogEntry {
    resourceAttributes = Map.copyOf(resourceAttributes);
    attributes = Map.copyOf(attributes);
  }
}
