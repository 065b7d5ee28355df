package dev.sandglass.telemetry.upload;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventReader;
import dev.sandglass.telemetry.event.Vocabulary;
import java.io.FileNotFoundException;
import java.util.Optional;

/**
 * Reads lines of the queue twice: by the published schema, and into the closed types. Only what
 * both take is an event.
 */
final class EventCheck {
  private final JsonSchema schema;
  private final EventReader reader;

  /**
   * Prepares to read.
   *
   * @param schema a JSON Schema (draft 2020-12) that refers to no other
   */
  EventCheck(String schema, Vocabulary vocabulary) {
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder ->
                builder.schemaLoaders(
                    loaders -> loaders.values(all -> all.add(0, EventCheck::refuse))));
    SchemaValidatorsConfig settings = SchemaValidatorsConfig.builder().failFast(true).build();
    this.schema = factory.getSchema(schema, InputFormat.JSON, settings);
    this.reader = new EventReader(vocabulary);
  }

  /** Returns the event that a line holds; empty for anything else. */
  Optional<Event> read(String line) {
    return reader.read(line).filter(event -> schema.validate(line, InputFormat.JSON).isEmpty());
  }

  /** A schema is never fetched from anywhere. */
  private static com.networknt.schema.resource.InputStreamSource refuse(
      com.networknt.schema.AbsoluteIri address) {
    return () -> {
      throw new FileNotFoundException("Not fetched: " + address);
    };
  }
}
