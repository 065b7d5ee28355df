package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.BindMount;
import dev.sandglass.engine.json.Json;
import java.nio.file.Path;

/**
 * A volume of a sandbox.
 *
 * @param name name of the entry in the create request
 * @param bind what is mounted where
 * @param volume the named volume it is part of; empty for a directory of the host
 * @param deleteAfterwards whether the named volume goes with the sandbox
 */
record VolumeMount(String name, BindMount bind, String volume, boolean deleteAfterwards) {
  static VolumeMount from(JsonNode json) {
    return new VolumeMount(
        json.path("name").asText(),
        new BindMount(
            Path.of(json.path("source").asText()),
            json.path("mountPath").asText(),
            json.path("readOnly").asBoolean()),
        json.path("volume").asText(),
        json.path("deleteAfterwards").asBoolean());
  }

  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("name", name)
            .put("source", bind.source().toString())
            .put("mountPath", bind.target())
            .put("readOnly", bind.readOnly());
    if (!volume.isEmpty()) {
      json.put("volume", volume).put("deleteAfterwards", deleteAfterwards);
    }
    return json;
  }
}
