package dev.sandglass.telemetry.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandglass.telemetry.spool.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The names that were proven public in the last 30 days, in a file that can be read. Names that
 * were not proven are never kept.
 */
final class PublicNames {
  static final Duration LIFETIME = Duration.ofDays(30);
  static final int MAX_NAMES = 200;

  private static final JsonMapper MAPPER = new JsonMapper();

  private final StateDirectory directory;
  private final Clock clock;

  PublicNames(StateDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Returns whether the name was proven public lately. */
  boolean contain(String name) {
    return read().containsKey(name);
  }

  /** Keeps a name that was proven public just now; if that fails it will be proven again. */
  void add(String name) {
    Map<String, Instant> names = read();
    names.remove(name); // so that it comes last, as the newest
    names.put(name, clock.instant());
    String lines =
        names.entrySet().stream()
            .skip(Math.max(0, names.size() - MAX_NAMES))
            .map(entry -> line(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    try {
      directory.replace(directory.publicNames(), lines);
    } catch (IOException e) {
      // a cache that cannot be written costs a request
    }
  }

  private Map<String, Instant> read() {
    Map<String, Instant> names = new LinkedHashMap<>();
    Instant now = clock.instant();
    for (String line : lines()) {
      try {
        JsonNode entry = MAPPER.readTree(line);
        Instant proven = Instant.parse(entry.path("proven").asText());
        // A time in the future was written before the clock was set back: as good as none.
        if (!proven.isAfter(now) && proven.plus(LIFETIME).isAfter(now)) {
          names.put(entry.path("name").asText(), proven);
        }
      } catch (JsonProcessingException | DateTimeException e) {
        // a torn line: that name will be proven again
      }
    }
    return names;
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(directory.publicNames());
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // nothing proven yet
    }
  }

  private static String line(String name, Instant proven) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("proven", proven.toString())
        + "\n";
  }
}
