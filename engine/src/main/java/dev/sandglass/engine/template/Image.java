package dev.sandglass.engine.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container image for this machine.
 *
 * @param config what the image says about running it
 * @param layers lowest first
 * @param provenance where it says that it came from
 */
record Image(JsonNode config, List<Layer> layers, Provenance provenance) {
  private static final int MAX_JSON_BYTES = 8 << 20;
  private static final int MAX_DEPTH = 4;
  private static final int MAX_LAYERS = 500;
  private static final String DIGEST = "sha256:[0-9a-f]{64}";

  /**
   * One layer of it.
   *
   * @param file its name in the layout
   * @param digest of the file, empty if the layout does not say
   * @param contentDigest of what the file holds when it is not compressed
   */
  record Layer(String file, String digest, String contentDigest) {}

  /** Whether a layout has files of these names. */
  static boolean isLayout(java.util.function.Predicate<String> has) {
    return (has.test("oci-layout") && has.test("index.json")) || has.test("manifest.json");
  }

  /** Reads an OCI layout, or else what {@code docker save} makes. */
  static Image read(Blobs blobs) throws IOException {
    JsonNode index = json(blobs, "index.json", "");
    if (!index.isMissingNode()) {
      ImageNames names = new ImageNames();
      return ofManifest(blobs, choose(blobs, index, names, 0), names);
    }
    JsonNode manifests = json(blobs, "manifest.json", "");
    if (manifests.size() != 1) {
      throw Invalid.because(
          "the archive holds " + manifests.size() + " images: save one image at a time");
    }
    return ofDocker(blobs, manifests.get(0));
  }

  /** The manifest for this machine. */
  private static JsonNode choose(Blobs blobs, JsonNode index, ImageNames names, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw Invalid.because("the image's index is nested too deeply");
    }
    List<JsonNode> fitting = new ArrayList<>();
    List<String> offered = new ArrayList<>();
    for (JsonNode descriptor : index.path("manifests")) {
      JsonNode platform = descriptor.path("platform");
      String name = platform.path("os").asText() + "/" + platform.path("architecture").asText();
      if (platform.isMissingNode() || name.equals("linux/" + architecture())) {
        fitting.add(descriptor);
      } else {
        offered.add(name);
      }
    }
    if (fitting.isEmpty()) {
      throw Invalid.because(
          "the image is not for linux/" + architecture() + ", only for " + offered);
    }
    long images =
        fitting.stream().map(descriptor -> descriptor.path("digest").asText()).distinct().count();
    if (images > 1) {
      throw Invalid.because("the layout holds " + images + " images: save one image at a time");
    }
    JsonNode descriptor = fitting.get(0);
    names.add(descriptor.path("annotations"));
    JsonNode found = blob(blobs, descriptor);
    names.add(found.path("annotations"));
    return found.has("manifests") ? choose(blobs, found, names, depth + 1) : found;
  }

  private static Image ofManifest(Blobs blobs, JsonNode manifest, ImageNames names)
      throws IOException {
    JsonNode config = checked(blob(blobs, manifest.path("config")));
    List<String> contents = texts(config.path("rootfs").path("diff_ids"));
    JsonNode descriptors = manifest.path("layers");
    requireLayers(contents, descriptors.size());
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < descriptors.size(); i++) {
      String digest = digest(descriptors.get(i).path("digest").asText());
      layers.add(new Layer(file(digest), digest, digest(contents.get(i))));
    }
    return new Image(config, layers, names.provenance(config));
  }

  private static Image ofDocker(Blobs blobs, JsonNode manifest) throws IOException {
    String name = manifest.path("Config").asText();
    String hex = name.replaceFirst("^blobs/sha256/", "").replaceFirst("\\.json$", "");
    JsonNode config = checked(json(blobs, name, digest("sha256:" + hex)));
    List<String> contents = texts(config.path("rootfs").path("diff_ids"));
    List<String> files = texts(manifest.path("Layers"));
    requireLayers(contents, files.size());
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      layers.add(new Layer(files.get(i), "", digest(contents.get(i))));
    }
    ImageNames names = new ImageNames();
    manifest.path("RepoTags").forEach(tag -> names.add(tag.asText()));
    return new Image(config, layers, names.provenance(config));
  }

  private static void requireLayers(List<String> contents, int count) {
    if (count == 0 || count > MAX_LAYERS || contents.size() != count) {
      throw Invalid.because("the image's layers do not match its configuration");
    }
  }

  private static JsonNode checked(JsonNode config) {
    String os = config.path("os").asText("linux");
    String architecture = config.path("architecture").asText(architecture());
    if (!os.equals("linux") || !architecture.equals(architecture())) {
      throw Invalid.because(
          "the image is for " + os + "/" + architecture + ", not for linux/" + architecture());
    }
    return config;
  }

  /** This machine's, as images name it. */
  static String architecture() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  private static JsonNode blob(Blobs blobs, JsonNode descriptor) throws IOException {
    String digest = digest(descriptor.path("digest").asText());
    JsonNode json = json(blobs, file(digest), digest);
    if (json.isMissingNode()) {
      throw Invalid.because("the layout lacks the file " + file(digest));
    }
    return json;
  }

  private static String digest(String text) {
    if (!text.matches(DIGEST)) {
      throw Invalid.because("the image has a digest that is not sha256: " + text);
    }
    return text;
  }

  private static String file(String digest) {
    return "blobs/" + digest.replace(':', '/');
  }

  private static JsonNode json(Blobs blobs, String name, String digest) throws IOException {
    Optional<InputStream> found = blobs.open(name);
    if (found.isEmpty()) {
      return MissingNode.getInstance();
    }
    try (Sha256Input in = new Sha256Input(found.get(), digest, MAX_JSON_BYTES)) {
      byte[] bytes = in.readAllBytes();
      in.verify();
      return Json.parse(bytes);
    } catch (JsonProcessingException e) {
      throw Invalid.because(name + " is not JSON");
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** The command line that it starts with. */
  List<String> entrypoint() {
    List<String> words = texts(config.path("config").path("Entrypoint"));
    words.addAll(texts(config.path("config").path("Cmd")));
    return words;
  }

  /** Its environment. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String pair : texts(config.path("config").path("Env"))) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        environment.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return environment;
  }

  /** Where its command line starts; empty if it does not say. */
  String workingDirectory() {
    return config.path("config").path("WorkingDir").asText("");
  }
}
