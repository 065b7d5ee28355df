package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.http.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Events of execd: one JSON object a line, between blank lines, with or without {@code data:}. */
final class EventStream implements AutoCloseable {
  private static final int MAX_EVENT = 16 << 20;
  private static final String PREFIX = "data:";

  private final InputStream stream;

  EventStream(InputStream stream) {
    this.stream = new BufferedInputStream(stream, 64 * 1024);
  }

  /** Returns the next event, or nothing at the end of the stream. */
  Optional<JsonNode> next() throws IOException {
    while (true) {
      Optional<String> line = line();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      String json = line.get().startsWith(PREFIX) ? line.get().substring(5) : line.get();
      if (json.isBlank() || json.startsWith(":") || json.startsWith("event:")) {
        continue;
      }
      try {
        return Optional.of(Answer.mapper().readTree(json));
      } catch (JacksonException e) {
        throw Fields.malformed("an event");
      }
    }
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int b;
    while ((b = stream.read()) >= 0 && b != '\n') {
      if (line.size() >= MAX_EVENT) {
        throw Fields.malformed("an event");
      }
      line.write(b);
    }
    return b < 0 && line.size() == 0
        ? Optional.empty()
        : Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
