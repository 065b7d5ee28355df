package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What sandboxes can be made from.
 *
 * @param name its name
 * @param kind {@code host}, {@code directory}, {@code tarball} or {@code oci}
 * @param createdAt when it was added
 * @param sizeBytes bytes its layers take on disk; zero if nobody has measured them yet
 * @param layers names of its layers, uppermost first
 * @param entrypoint command line that the image names; may be empty
 * @param env environment that the image names
 * @param workingDirectory working directory that the image names; may be empty
 * @param provenance where the image says that it came from
 */
public record Template(
    String name,
    String kind,
    Instant createdAt,
    long sizeBytes,
    List<String> layers,
    List<String> entrypoint,
    Map<String, String> env,
    String workingDirectory,
    Provenance provenance) {
  /** Name and kind of the template that shows the host's own programs. */
  public static final String HOST = "host";

  /** Copies the collections. */
  public Template {
    layers = List.copyOf(layers);
    entrypoint = List.copyOf(entrypoint);
    env = Map.copyOf(env);
  }

  /** Whether it is always there. */
  public boolean builtIn() {
    return name.equals(HOST);
  }

  /** The same, measured. */
  Template ofSize(long bytes) {
    return new Template(
        name, kind, createdAt, bytes, layers, entrypoint, env, workingDirectory, provenance);
  }

  static Template from(JsonNode json) {
    return new Template(
        json.path("name").asText(),
        json.path("kind").asText(),
        Instant.parse(json.path("createdAt").asText()),
        json.path("sizeBytes").asLong(),
        texts(json.path("layers")),
        texts(json.path("entrypoint")),
        textMap(json.path("env")),
        json.path("workingDirectory").asText(),
        Provenance.from(json.path("provenance")));
  }

  /** The record's content. */
  ObjectNode toFile() {
    ObjectNode json = toJson();
    if (!provenance.equals(Provenance.UNKNOWN)) {
      json.set("provenance", provenance.toJson());
    }
    return json;
  }

  /** As the API shows it. */
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("name", name)
            .put("kind", kind)
            .put("createdAt", createdAt.toString())
            .put("sizeBytes", sizeBytes)
            .put("builtIn", builtIn());
    json.set("layers", Json.array(layers));
    if (!entrypoint.isEmpty()) {
      json.set("entrypoint", Json.array(entrypoint));
    }
    if (!env.isEmpty()) {
      json.set("env", Json.object(env));
    }
    if (!workingDirectory.isEmpty()) {
      json.put("workingDirectory", workingDirectory);
    }
    return json;
  }

  static List<String> texts(JsonNode array) {
    List<String> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asText()));
    return values;
  }

  static Map<String, String> textMap(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    object.fieldNames().forEachRemaining(name -> values.put(name, object.get(name).asText()));
    return values;
  }
}
