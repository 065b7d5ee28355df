package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;

/**
 * Where an image says that it came from. Text of whoever made the image: neither true nor harmless
 * by itself. It is no part of the API.
 *
 * @param image its name, such as {@code docker.io/library/python:3.12}; may be empty
 * @param repository where its source is, such as a Git URL; may be empty
 */
public record Provenance(String image, String repository) {
  /** Nothing is known. */
  public static final Provenance UNKNOWN = new Provenance("", "");

  private static final int MAX_LENGTH = 512;

  /** Forgets what is too long, or holds anything but printable ASCII, to be a name. */
  public Provenance {
    image = nameOrNothing(image);
    repository = nameOrNothing(repository);
  }

  private static String nameOrNothing(String text) {
    boolean name = text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return name ? text : "";
  }

  static Provenance from(JsonNode json) {
    return new Provenance(json.path("image").asText(), json.path("repository").asText());
  }

  /** As records keep it. */
  ObjectNode toJson() {
    return Json.object().put("image", image).put("repository", repository);
  }
}
