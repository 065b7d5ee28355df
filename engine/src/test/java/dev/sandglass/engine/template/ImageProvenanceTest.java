package dev.sandglass.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.Provenance;
import dev.sandglass.engine.template.ImageBuilder.Tar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What images say about where they came from. */
final class ImageProvenanceTest {
  private static final String CONTAINERD = "io.containerd.image.name";
  private static final String REFERENCE = "org.opencontainers.image.ref.name";
  private static final String SOURCE = "org.opencontainers.image.source";

  @TempDir private Path layout;

  private Provenance provenance(ObjectNode annotations) throws Exception {
    byte[] layer = new Tar().file("note", "x").bytes();
    ImageBuilder.layout(layout, Image.architecture(), List.of(layer));
    Path file = layout.resolve("index.json");
    ObjectNode index = (ObjectNode) Json.parse(Files.readAllBytes(file));
    ((ObjectNode) index.path("manifests").get(0)).set("annotations", annotations);
    Files.write(file, Json.bytes(index));
    try (Blobs blobs = Blobs.of(layout)) {
      return Image.read(blobs).provenance();
    }
  }

  @Test
  void theWholeNameGoesBeforeTheReference() throws Exception {
    ObjectNode annotations =
        Json.object()
            .put(REFERENCE, "ghcr.io/other/name:1")
            .put(CONTAINERD, "docker.io/library/python:3.12")
            .put(SOURCE, "https://github.com/docker-library/python");
    assertThat(provenance(annotations))
        .isEqualTo(
            new Provenance(
                "docker.io/library/python:3.12", "https://github.com/docker-library/python"));
  }

  @ParameterizedTest
  @CsvSource({"latest,''", "python,''", "python:3.12,python:3.12", "quay.io/a/b,quay.io/a/b"})
  void aBareTagIsNoName(String reference, String name) throws Exception {
    assertThat(provenance(Json.object().put(REFERENCE, reference)).image()).isEqualTo(name);
  }

  @Test
  void anImageThatSaysNothingIsUnknown() throws Exception {
    assertThat(provenance(Json.object())).isEqualTo(Provenance.UNKNOWN);
  }

  @Test
  void textThatIsNoNameIsForgotten() throws Exception {
    ObjectNode annotations =
        Json.object().put(CONTAINERD, "a/b:" + "x".repeat(600)).put(SOURCE, "https://x/\u001b[31m");
    assertThat(provenance(annotations)).isEqualTo(Provenance.UNKNOWN);
  }

  @Test
  void dockerSaysItInTagsAndLabels() throws Exception {
    byte[] layer = new Tar().file("note", "x").bytes();
    ObjectNode config = ImageBuilder.config(Image.architecture(), List.of(layer));
    ((ObjectNode) config.path("config")).putObject("Labels").put(SOURCE, "git@github.com:a/b.git");
    ObjectNode blob = ImageBuilder.blob(layout, Json.bytes(config));
    String digest = blob.path("digest").asText();
    ObjectNode manifest = Json.object().put("Config", "blobs/" + digest.replace(':', '/'));
    manifest.putArray("RepoTags").add("python:3.12").add("mine:latest");
    manifest.putArray("Layers").add("layer.tar");
    Files.write(layout.resolve("manifest.json"), Json.bytes(Json.array().add(manifest)));
    try (Blobs blobs = Blobs.of(layout)) {
      assertThat(Image.read(blobs).provenance())
          .isEqualTo(new Provenance("python:3.12", "git@github.com:a/b.git"));
    }
  }
}
