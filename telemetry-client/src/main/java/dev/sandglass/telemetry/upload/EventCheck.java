package dev.sandglass.telemetry.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventReader;
import dev.sandglass.telemetry.event.Vocabulary;
import java.util.Optional;

/**
 * Reads lines of the queue twice: by the published schema, and into the closed types. Only what
 * both take is an event.
 */
final class EventCheck {
  private final JsonMapper mapper =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private final SchemaCheck schema;
  private final EventReader reader;

  /**
   * Prepares to read.
   *
   * @param schema a JSON Schema (draft 2020-12) that refers to no other
   * @throws IllegalArgumentException if the schema is not one that can be checked
   */
  EventCheck(String schema, Vocabulary vocabulary) {
    try {
      this.schema = new SchemaCheck(mapper.readTree(schema));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a schema", e);
    }
    this.reader = new EventReader(vocabulary);
  }

  /** Returns the event that a line holds; empty for anything else. */
  Optional<Event> read(String line) {
    return reader.read(line).filter(event -> isAsDescribed(line));
  }

  private boolean isAsDescribed(String line) {
    try {
      return schema.accepts(mapper.readTree(line));
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
