package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the engine keeps about a background command beside its outputs, so that a later engine finds
 * it again.
 *
 * @param id its identifier, also the name of its directory
 * @param content the command as the client wrote it
 * @param argv its arguments if it was given as such; empty for a shell command
 * @param startedAt when it was started
 * @param deadline when it is to be ended
 */
record CommandRecord(
    String id, String content, List<String> argv, Instant startedAt, Optional<Instant> deadline) {
  /** Name of the file in the command's directory. */
  static final String FILE = "command.json";

  static CommandRecord from(JsonNode node) {
    List<String> argv = new ArrayList<>();
    node.path("argv").forEach(argument -> argv.add(argument.asText()));
    String deadline = node.path("deadline").asText("");
    return new CommandRecord(
        node.path("id").asText(),
        node.path("content").asText(),
        argv,
        Instant.parse(node.path("startedAt").asText()),
        deadline.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(deadline)));
  }

  ObjectNode toJson() {
    ObjectNode node = Json.object().put("id", id).put("content", content);
    node.set("argv", Json.array(argv));
    node.put("startedAt", startedAt.toString());
    deadline.ifPresent(at -> node.put("deadline", at.toString()));
    return node;
  }

  /** Writes the record into the command's directory, complete or not at all. */
  void write(Path directory) throws IOException {
    Path next = directory.resolve(FILE + ".new");
    Files.write(next, Json.bytes(toJson()));
    Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads the record; empty if there is none that can be read. */
  static Optional<CommandRecord> read(Path directory) {
    try {
      return Optional.of(from(Json.parse(Files.readAllBytes(directory.resolve(FILE)))));
    } catch (IOException | DateTimeParseException e) {
      // A crash in the middle of a start leaves a directory without one.
      return Optional.empty();
    }
  }
}
