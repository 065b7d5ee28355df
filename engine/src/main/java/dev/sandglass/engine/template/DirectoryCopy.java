package dev.sandglass.engine.template;

import dev.sandglass.engine.isolation.HostTool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A directory of the host as an archive, by the host's own tar: it knows hard links, and names that
 * are not text.
 */
final class DirectoryCopy {
  private static final int MAX_MESSAGE = 64 * 1024;

  private final Path directory;
  private final Path excluded;
  private final long freeBytes;
  private final IntUnaryOperator owners;

  /**
   * Prepares to read.
   *
   * @param excluded the engine's own state, which may be below
   * @param root whether this process may read and give files of everybody
   */
  DirectoryCopy(Path directory, Path excluded, long freeBytes, boolean root) throws IOException {
    this.directory = directory;
    this.excluded = excluded;
    this.freeBytes = freeBytes;
    int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    // To an ordinary user, an unpacked file system belongs to the one who unpacked it.
    this.owners = root ? IntUnaryOperator.identity() : id -> id == self ? 0 : id;
  }

  void write(OutputStream target) throws IOException {
    Path errors = Files.createTempFile("sandglass-import", ".log");
    List<String> command =
        new ArrayList<>(
            List.of(HostTool.TAR.program(), "-c", "--format=posix", "--numeric-owner", "-f", "-"));
    command.addAll(List.of("--one-file-system", "-C", directory.toString()));
    if (excluded.startsWith(directory)) {
      String below = directory.relativize(excluded).toString();
      command.addAll(List.of("--anchored", "--no-wildcards", "--exclude=./" + below));
    }
    command.add(".");
    Process tar =
        new ProcessBuilder(command)
            .redirectError(errors.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    try (InputStream in = tar.getInputStream()) {
      copy(in, target);
      int code = tar.waitFor();
      // 1 means that something changed while it was read.
      if (code > 1) {
        throw Invalid.because("the directory cannot be read: " + message(errors));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      tar.destroyForcibly();
      Files.delete(errors);
    }
  }

  private static String message(Path errors) throws IOException {
    try (InputStream in = Files.newInputStream(errors)) {
      return new String(in.readNBytes(MAX_MESSAGE), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("tar failed");
    }
  }

  private void copy(InputStream source, OutputStream target) throws IOException {
    long bytes = 0;
    int count = 0;
    try (TarArchiveInputStream in = new TarArchiveInputStream(source, "UTF-8");
        TarCopy copy = new TarCopy(target, owners)) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        bytes += TarCopy.size(entry);
        if (bytes > freeBytes) {
          throw Invalid.because("the directory takes more than the free space on disk");
        }
        if (entry.isLink()) {
          copy.hardLink(entry, entry.getName(), entry.getLinkName());
        } else if (TarCopy.wanted(entry)) {
          copy.write(entry, List.of(entry.getName()), in);
        }
        count++;
      }
      if (count <= 1) {
        throw Invalid.because("the directory is empty, or cannot be read");
      }
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
