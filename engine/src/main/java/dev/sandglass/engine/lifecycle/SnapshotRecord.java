package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A snapshot.
 *
 * @param id its id
 * @param sandboxId the sandbox it was taken of
 * @param name its name; may be empty
 * @param template name of the template below it all
 * @param hostTemplate whether it needs the host's programs
 * @param layers its layers, uppermost first
 * @param environment environment of the template
 * @param workingDirectory working directory of commands
 * @param createdAt when it was asked for
 * @param status {@code Creating}, {@code Ready} or {@code Failed}, and why
 */
public record SnapshotRecord(
    String id,
    String sandboxId,
    String name,
    String template,
    boolean hostTemplate,
    List<String> layers,
    Map<String, String> environment,
    String workingDirectory,
    Instant createdAt,
    Status status) {
  static final String CREATING = "Creating";
  static final String READY = "Ready";
  static final String FAILED = "Failed";

  SnapshotRecord with(String state, String reason, String message, Instant now) {
    return new SnapshotRecord(
        id,
        sandboxId,
        name,
        template,
        hostTemplate,
        layers,
        environment,
        workingDirectory,
        createdAt,
        new Status(state, reason, message, now));
  }

  /** As the API shows it. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object().put("id", id).put("sandboxId", sandboxId);
    if (!name.isEmpty()) {
      json.put("name", name);
    }
    json.set("status", status.toJson());
    return json.put("createdAt", createdAt.toString());
  }

  /** The file's content. */
  ObjectNode toFile() {
    ObjectNode json = toJson().put("template", template).put("hostTemplate", hostTemplate);
    json.set("layers", Json.array(layers));
    json.set("environment", Json.object(environment));
    return json.put("workingDirectory", workingDirectory);
  }

  static SnapshotRecord from(JsonNode json) {
    return new SnapshotRecord(
        json.path("id").asText(),
        json.path("sandboxId").asText(),
        json.path("name").asText(),
        json.path("template").asText(),
        json.path("hostTemplate").asBoolean(),
        Template.texts(json.path("layers")),
        Template.textMap(json.path("environment")),
        json.path("workingDirectory").asText(),
        Instant.parse(json.path("createdAt").asText()),
        Status.from(json.path("status")));
  }
}
