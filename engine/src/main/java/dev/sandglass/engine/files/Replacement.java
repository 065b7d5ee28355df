package dev.sandglass.engine.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replaces text in files of a sandbox, each as a whole or not at all. */
final class Replacement {
  private static final long MAX_FILE_BYTES = 64L * 1024 * 1024;

  private final SandboxFiles files;

  private record Item(String asked, SandboxPath path, byte[] old, byte[] replacement) {}

  Replacement(SandboxFiles files) {
    this.files = files;
  }

  /** Does what a body asks for, and returns for each path how often the text was found. */
  ObjectNode apply(JsonNode body) throws IOException {
    if (!body.isObject()) {
      throw FileErrors.invalid("the body must be an object of paths with old and new text");
    }
    List<Item> items = new ArrayList<>();
    for (var entry : body.properties()) {
      items.add(item(entry.getKey(), entry.getValue()));
    }
    ObjectNode counts = Json.object();
    for (Item item : items) {
      counts.set(item.asked(), Json.object().put("replacedCount", replace(item)));
    }
    return counts;
  }

  private Item item(String asked, JsonNode node) {
    if (!node.path("old").isTextual() || !node.path("new").isTextual()) {
      throw FileErrors.invalid("each path needs the texts old and new");
    }
    if (node.path("old").textValue().isEmpty()) {
      throw FileErrors.invalid("old must not be empty");
    }
    SandboxPath path = SandboxPath.ofText(asked, files.sandbox());
    return new Item(asked, path, bytes(node, "old"), bytes(node, "new"));
  }

  private static byte[] bytes(JsonNode node, String name) {
    try {
      return ByteText.raw(node.path(name).textValue()).getBytes(StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw FileErrors.invalid(name + " is not valid Unicode text");
    }
  }

  private long replace(Item item) throws IOException {
    try (FileContent file = FileContent.open(files, item.path())) {
      if (file.size() > MAX_FILE_BYTES) {
        throw FileErrors.invalid(
            "text is replaced in files of up to 64 MiB only: " + item.path().display());
      }
      InputStream whole = new WholeInput(file.bytes(0, file.size()), file.size());
      ReplacingInput replaced = new ReplacingInput(whole, item.old(), item.replacement());
      Permission same = new Permission(Optional.empty(), "", "");
      new FileWriter(files).write(item.path(), same, replaced, () -> replaced.count() > 0);
      return replaced.count();
    }
  }
}
