package dev.sandglass.engine.files;

import dev.sandglass.engine.server.BlockingWork.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Files of a sandbox as a tar stream, with modes, times and links. */
final class Archives {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int MAX_MESSAGE_BYTES = 64 * 1024;

  private Archives() {}

  /** Sends a file or directory under its own name; a failure in the middle is thrown. */
  static void send(SandboxFiles files, SandboxPath path, Stream stream) throws IOException {
    try (Tool tool = files.start(Call.of("pack").path(path))) {
      files.begin(tool);
      var out = stream.begin(200, Map.of("Content-Type", "application/x-tar"));
      Downloads.copy(tool.output(), out, Long.MAX_VALUE);
      String said =
          new String(tool.messages().readNBytes(MAX_MESSAGE_BYTES), StandardCharsets.UTF_8);
      // 1 means that a file changed while it was read, which is in the nature of a live sandbox.
      if (!said.endsWith("exit 0\n") && !said.endsWith("exit 1\n")) {
        throw new IOException("the archive is incomplete: " + said.strip());
      }
    }
  }

  /**
   * Extracts a tar stream into a directory. A directory that is made for it appears only when it is
   * complete.
   *
   * @param keepOwners whether the numbers of owners are kept; else all belongs to root
   */
  static void receive(SandboxFiles files, SandboxPath path, boolean keepOwners, InputStream body)
      throws IOException {
    String name = files.leftovers().newName();
    String raw = path.raw();
    String staged = raw.substring(0, raw.lastIndexOf('/') + 1) + name;
    files.leftovers().begin(name, staged);
    Call call =
        Call.of("unpack").path(path).raw(keepOwners ? "--same-owner" : "--no-same-owner").raw(name);
    boolean done = false;
    try (Tool tool = files.start(call)) {
      files.begin(tool);
      byte[] chunk = new byte[CHUNK_BYTES];
      boolean taken = true;
      for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
        // What follows the end of the archive is not read by tar, and means nothing.
        taken = taken && FileWriter.send(tool, chunk, count);
      }
      if (taken) {
        tool.input().close();
      }
      tool.output().answer(entry -> {});
      done = true;
    } finally {
      if (!done) {
        files.discard(staged);
      }
      files.leftovers().end(name);
    }
  }
}
