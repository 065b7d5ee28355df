package dev.sandglass.engine.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.json.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Takes files into a sandbox: pairs of a part {@code metadata} and a part {@code file}. */
final class Uploads {
  private static final int MAX_METADATA_BYTES = 64 * 1024;
  private static final int MAX_AHEAD = 1000;

  private final SandboxFiles files;
  private final Deque<Metadata> waiting = new ArrayDeque<>();
  private int written;

  private record Metadata(SandboxPath path, Permission permission) {}

  private Uploads(SandboxFiles files) {
    this.files = files;
  }

  /** Takes all files of a request; each is written when it has arrived completely. */
  static void receive(SandboxFiles files, String contentType, InputStream body) throws IOException {
    Uploads uploads = new Uploads(files);
    try {
      uploads.parts(new MultipartReader(contentType, body));
    } catch (EOFException e) {
      throw FileErrors.invalidMultipart("the body ended before its last boundary");
    }
    // What stands behind the last boundary has no meaning, but the connection has to get past it.
    body.skip(Long.MAX_VALUE);
  }

  private void parts(MultipartReader parts) throws IOException {
    for (Optional<String> name = parts.next(); name.isPresent(); name = parts.next()) {
      switch (name.get()) {
        case "metadata" -> waiting.add(metadata(parts.content()));
        case "file" -> write(parts.content());
        default -> {
          // Other fields of a form do not concern us.
        }
      }
      if (waiting.size() > MAX_AHEAD) {
        throw FileErrors.invalidMultipart("too many metadata parts without a file part");
      }
    }
    if (!waiting.isEmpty()) {
      throw FileErrors.invalidContent("file is missing");
    }
    if (written == 0) {
      throw FileErrors.invalidMetadata("metadata is missing");
    }
  }

  private void write(InputStream content) throws IOException {
    Metadata metadata = waiting.poll();
    if (metadata == null) {
      throw FileErrors.invalidMetadata("metadata is missing before a file");
    }
    new FileWriter(files).write(metadata.path(), metadata.permission(), content, () -> true);
    written++;
  }

  private Metadata metadata(InputStream content) throws IOException {
    byte[] bytes = content.readNBytes(MAX_METADATA_BYTES + 1);
    if (bytes.length > MAX_METADATA_BYTES) {
      throw FileErrors.invalidMetadata("metadata is larger than " + MAX_METADATA_BYTES + " bytes");
    }
    JsonNode node;
    try {
      node = Json.parse(bytes);
    } catch (JsonProcessingException e) {
      throw FileErrors.invalidMetadata("metadata is not JSON: " + e.getOriginalMessage());
    }
    String path = node.path("path").asText("");
    if (!node.isObject() || path.isEmpty()) {
      throw FileErrors.invalidMetadata("metadata must be an object with a path");
    }
    return new Metadata(SandboxPath.ofText(path, files.sandbox()), Permission.from(node));
  }
}
