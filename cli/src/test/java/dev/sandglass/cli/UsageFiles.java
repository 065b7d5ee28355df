package dev.sandglass.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What usage telemetry keeps for a user.
 *
 * @param state the directory of states, {@code $XDG_STATE_HOME}
 * @param configuration the directory of configurations, {@code $XDG_CONFIG_HOME}
 */
record UsageFiles(Path state, Path configuration) {
  static final String ID = "7c0de5a4-1c8d-4f0e-9d7e-0a1b2c3d4e5f";

  /** Those of a home directory without variables that name others. */
  static UsageFiles of(Path home) {
    return new UsageFiles(home.resolve(".local/state"), home.resolve(".config"));
  }

  Path settings() {
    return configuration.resolve("sandglass/config.yaml");
  }

  Path telemetry() {
    return state.resolve("sandglass/telemetry");
  }

  void configure(String text) {
    try {
      Files.createDirectories(settings().getParent());
      Files.writeString(settings(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Consents, under a known ID. */
  void consent() {
    configure("telemetry:\n  enabled: true\n  id: " + ID + "\n");
  }

  /** The events that wait, the oldest first. */
  List<JsonNode> waiting() {
    List<JsonNode> events = new ArrayList<>();
    Path queue = telemetry().resolve("queue");
    if (Files.isDirectory(queue)) {
      try (Stream<Path> files = Files.list(queue)) {
        for (Path file : files.sorted().toList()) {
          for (String line : Files.readAllLines(file)) {
            events.add(new ObjectMapper().readTree(line));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return events;
  }

  /** The last event that waits of a family. */
  JsonNode last(String family) {
    List<JsonNode> events = new ArrayList<>(waiting());
    events.removeIf(event -> !event.path("event").asText().equals(family));
    if (events.isEmpty()) {
      throw new AssertionError("No event of the family " + family);
    }
    return events.get(events.size() - 1);
  }

  /** Everything that is kept, names of files included, byte for byte. */
  String everything() {
    StringBuilder text = new StringBuilder();
    if (Files.isDirectory(telemetry())) {
      try (Stream<Path> files = Files.walk(telemetry())) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          text.append(file.getFileName()).append('\n');
          text.append(Files.readString(file, StandardCharsets.UTF_8)).append('\n');
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }
}
