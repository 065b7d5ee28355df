package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.time.Instant;

/**
 * The state of a sandbox or snapshot, and why.
 *
 * @param state name of the state in the API
 * @param reason short machine-readable reason
 * @param message one line for people; may be empty
 * @param lastTransitionAt since when
 */
public record Status(String state, String reason, String message, Instant lastTransitionAt) {
  static Status from(JsonNode json) {
    return new Status(
        json.path("state").asText(),
        json.path("reason").asText(),
        json.path("message").asText(),
        Instant.parse(json.path("lastTransitionAt").asText()));
  }

  /** As the API and the records show it. */
  public ObjectNode toJson() {
    return Json.object()
        .put("state", state)
        .put("reason", reason)
        .put("message", message)
        .put("lastTransitionAt", lastTransitionAt.toString());
  }
}
