package dev.sandglass.cli.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of the events, which the build generates from their records. */
public final class Schema {
  private static final String RESOURCE = "telemetry.schema.json";

  private Schema() {}

  /** Returns the schema. */
  public static String text() {
    try (InputStream file = Schema.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
