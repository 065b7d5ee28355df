package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;

/**
 * Operating system and processor that a sandbox was asked to have.
 *
 * @param os always {@code linux}
 * @param arch {@code amd64} or {@code arm64}
 */
record Platform(String os, String arch) {
  /** The machine's own, by the name of its architecture as Java knows it. */
  static Platform ofMachine(String javaArchitecture) {
    return new Platform(
        "linux",
        switch (javaArchitecture) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> javaArchitecture;
        });
  }

  static Platform from(JsonNode json) {
    return new Platform(json.path("os").asText(), json.path("arch").asText());
  }

  ObjectNode toJson() {
    return Json.object().put("os", os).put("arch", arch);
  }
}
