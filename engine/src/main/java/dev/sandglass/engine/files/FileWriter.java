package dev.sandglass.engine.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Writes a whole file or nothing: the content goes into a new file beside the old one, which takes
 * its place at the end.
 */
final class FileWriter {
  private static final int SMALL_BYTES = 256 * 1024;
  private static final int CHUNK_BYTES = 128 * 1024;

  private final SandboxFiles files;

  FileWriter(SandboxFiles files) {
    this.files = files;
  }

  /**
   * Writes a file. Without a mode or owner the old file's stay.
   *
   * @param content is read to its end; if that fails the old file stays
   * @param wanted asked when all was read: whether the file is to be written after all
   */
  void write(SandboxPath path, Permission permission, InputStream content, BooleanSupplier wanted)
      throws IOException {
    byte[] begin = content.readNBytes(SMALL_BYTES);
    String mode = permission.mode().orElse("-");
    String owner = files.ownership(permission);
    if (begin.length == SMALL_BYTES) {
      stream(path, mode, owner, begin, content, wanted);
    } else if (wanted.getAsBoolean()) {
      Call store = Call.of("store").path(path).raw(mode).raw(owner);
      files.call(store.raw(files.leftovers().newName()).number(begin.length), begin);
    }
  }

  private void stream(
      SandboxPath path,
      String mode,
      String owner,
      byte[] begin,
      InputStream rest,
      BooleanSupplier wanted)
      throws IOException {
    List<String> target = files.call(Call.of("target").path(path).raw(owner)).get(0).fields();
    String real = target.get(0);
    String kept = target.get(1).isEmpty() ? "755" : target.get(1);
    String keptOwner = target.get(2).isEmpty() ? "-" : target.get(2);
    String name = files.leftovers().newName();
    String temporary = real.substring(0, real.lastIndexOf('/') + 1) + name;
    files.leftovers().begin(name, temporary);
    boolean done = false;
    try {
      fill(temporary, begin, rest);
      if (wanted.getAsBoolean()) {
        files.call(
            Call.of("finish")
                .raw(temporary)
                .raw(real)
                .raw(mode.equals("-") ? kept : mode)
                .raw(owner.equals("-") ? keptOwner : owner));
        done = true;
      }
    } finally {
      if (!done) {
        files.discard(temporary);
      }
      files.leftovers().end(name);
    }
  }

  private void fill(String temporary, byte[] begin, InputStream rest) throws IOException {
    try (Tool tool = files.start(Call.of("receive").raw(temporary))) {
      boolean taken = send(tool, begin, begin.length);
      byte[] chunk = new byte[CHUNK_BYTES];
      int count = 0;
      while (taken && (count = rest.readNBytes(chunk, 0, chunk.length)) > 0) {
        taken = send(tool, chunk, count);
      }
      if (taken) {
        tool.input().close();
      }
      files.begin(tool);
      if (!taken) {
        throw FileErrors.runtime("the file could not be written completely");
      }
    }
  }

  /** Whether the process took it; if not, its answer says why. */
  static boolean send(Tool tool, byte[] bytes, int count) {
    try {
      tool.input().write(bytes, 0, count);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
