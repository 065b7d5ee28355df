package dev.sandglass.engine.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;

/** A regular file of a sandbox that was opened once: its size and content belong together. */
final class FileContent implements AutoCloseable {
  private static final int TYPE_MASK = 0170000;
  private static final int REGULAR = 0100000;

  private final Tool tool;
  private final long size;
  private final String identity;
  private final Instant modifiedAt;

  private FileContent(Tool tool, long size, String identity, Instant modifiedAt) {
    this.tool = tool;
    this.size = size;
    this.identity = identity;
    this.modifiedAt = modifiedAt;
  }

  /** Opens it; what is no regular file is refused. */
  static FileContent open(SandboxFiles files, SandboxPath path) throws IOException {
    Tool tool = files.start(Call.of("fetch").path(path));
    try {
      var entries = files.begin(tool);
      if (entries.size() != 1) {
        throw new EOFException("the tools in the sandbox did not open the file");
      }
      String[] facts = entries.get(0).fields().get(0).split(" ");
      if (facts.length != 4 || (Integer.parseInt(facts[0], 16) & TYPE_MASK) != REGULAR) {
        throw FileErrors.invalid("this is not a regular file: " + path.display());
      }
      String seconds = facts[3].substring(0, facts[3].indexOf('.'));
      return new FileContent(
          tool,
          Long.parseLong(facts[1]),
          facts[2] + "-" + facts[1] + "-" + facts[3],
          Instant.ofEpochSecond(Long.parseLong(seconds)));
    } catch (IOException | RuntimeException e) {
      tool.close();
      throw e;
    }
  }

  long size() {
    return size;
  }

  /** Differs when the file or its content does. */
  String identity() {
    return identity;
  }

  Instant modifiedAt() {
    return modifiedAt;
  }

  /** A part of it; the stream ends early if the file was cut short meanwhile. To be called once. */
  InputStream bytes(long skip, long count) throws IOException {
    return send("bytes " + skip + " " + count);
  }

  /** Lines of it, from number {@code first} on. To be called once. */
  InputStream lines(long first, OptionalLong count) throws IOException {
    return send("lines " + first + " " + (count.isPresent() ? count.getAsLong() : "-"));
  }

  private InputStream send(String what) throws IOException {
    tool.input().write((what + "\n").getBytes(StandardCharsets.US_ASCII));
    tool.input().close();
    return tool.output();
  }

  @Override
  public void close() {
    tool.close();
  }
}
