package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.files.Permissions;
import dev.sandglass.sandbox.http.StreamPublisher;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** A file on its way into a sandbox: a part that says where to, then a part with the content. */
final class MultipartUpload {
  private static final String LINE = "\r\n";

  private final String boundary = "sandglass-" + UUID.randomUUID();
  private final String path;
  private final Permissions permissions;

  MultipartUpload(String path, Permissions permissions) {
    this.path = path;
    this.permissions = permissions;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  BodyPublisher body(InputStream content) {
    String head =
        part("metadata", "metadata", "application/json")
            + metadata()
            + LINE
            + part("file", "file", "application/octet-stream");
    String tail = LINE + "--" + boundary + "--" + LINE;
    return new StreamPublisher(
        new SequenceInputStream(
            Collections.enumeration(List.of(bytes(head), new Kept(content), bytes(tail)))),
        -1);
  }

  private String part(String name, String fileName, String type) {
    return "--"
        + boundary
        + LINE
        + "Content-Disposition: form-data; name=\""
        + name
        + "\"; filename=\""
        + fileName
        + "\""
        + LINE
        + "Content-Type: "
        + type
        + LINE
        + LINE;
  }

  private ObjectNode metadata() {
    return FilesJson.permissions(permissions).put("path", path);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The content belongs to the caller, but a sequence closes each of its parts. */
  private static final class Kept extends FilterInputStream {
    Kept(InputStream content) {
      super(content);
    }

    @Override
    public void close() {
      // left open for the caller
    }
  }
}
