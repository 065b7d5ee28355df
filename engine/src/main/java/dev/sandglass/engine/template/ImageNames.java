package dev.sandglass.engine.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.lifecycle.Provenance;

/** Gathers what the parts of an image say about its name and its source; the first word counts. */
final class ImageNames {
  /** Of containerd and BuildKit: the whole name. */
  private static final String CONTAINERD_NAME = "io.containerd.image.name";

  /** Of the specification: a whole name from some tools, a bare tag from others. */
  private static final String REFERENCE_NAME = "org.opencontainers.image.ref.name";

  private static final String SOURCE = "org.opencontainers.image.source";

  private String image = "";
  private String repository = "";

  /** Takes the annotations of an index, a descriptor or a manifest; they may be missing. */
  void add(JsonNode annotations) {
    add(annotations.path(CONTAINERD_NAME).asText());
    String reference = annotations.path(REFERENCE_NAME).asText();
    if (reference.indexOf('/') >= 0 || reference.indexOf(':') >= 0) {
      add(reference);
    }
    addSource(annotations.path(SOURCE).asText());
  }

  /** Takes a whole name. */
  void add(String name) {
    if (image.isEmpty()) {
      image = name;
    }
  }

  private void addSource(String source) {
    if (repository.isEmpty()) {
      repository = source;
    }
  }

  /** Returns what was gathered, and what the labels of the image's configuration add to it. */
  Provenance provenance(JsonNode config) {
    addSource(config.path("config").path("Labels").path(SOURCE).asText());
    return new Provenance(image, repository);
  }
}
