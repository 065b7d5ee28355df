package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.Permissions;
import java.time.Instant;

/** The JSON of files. Modes are decimal digits that read as octal: 0644 is the number 644. */
final class FilesJson {
  private static final int USUAL_MODE = 0755;

  private FilesJson() {}

  static FileInfo file(JsonNode node) {
    return new FileInfo(
        Fields.text(node, "path"),
        type(node.path("type").asText("file")),
        node.path("size").asLong(),
        Fields.optionalInstant(node, "modified_at").orElse(Instant.EPOCH),
        Fields.optionalInstant(node, "created_at").orElse(Instant.EPOCH),
        node.path("owner").asText(""),
        node.path("group").asText(""),
        modeOf(node.path("mode").asInt()));
  }

  private static FileInfo.Type type(String name) {
    return switch (name) {
      case "file" -> FileInfo.Type.FILE;
      case "directory" -> FileInfo.Type.DIRECTORY;
      case "symlink" -> FileInfo.Type.SYMLINK;
      default -> FileInfo.Type.OTHER;
    };
  }

  static ObjectNode permissions(Permissions permissions) {
    ObjectNode node = Fields.object();
    permissions.mode().ifPresent(mode -> node.put("mode", digitsOf(mode)));
    permissions.owner().ifPresent(owner -> node.put("owner", owner));
    permissions.group().ifPresent(group -> node.put("group", group));
    return node;
  }

  /** Directories need a mode by the specification. */
  static ObjectNode directory(Permissions permissions) {
    ObjectNode node = permissions(permissions);
    return node.has("mode") ? node : node.put("mode", digitsOf(USUAL_MODE));
  }

  private static int modeOf(int digits) {
    try {
      return Integer.parseInt(Integer.toString(digits), 8);
    } catch (NumberFormatException e) {
      throw Fields.malformed("mode");
    }
  }

  private static int digitsOf(int mode) {
    return Integer.parseInt(Integer.toOctalString(mode));
  }
}
