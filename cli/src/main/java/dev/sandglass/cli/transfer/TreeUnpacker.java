package dev.sandglass.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks the archive of a directory that a sandbox sends. The sandbox is not trusted: whatever the
 * archive says, nothing outside the target is written, no link is followed, no device made, and no
 * set-user-id bit given.
 */
final class TreeUnpacker {
  private static final int PERMISSION_BITS = 0777;

  private final Path target;
  private final String top;
  private final TemporaryFiles temporaries;
  private final Consumer<String> warnings;
  private final LongConsumer copied;
  private final Deque<MadeDirectory> madeDirectories = new ArrayDeque<>();

  /** A directory whose mode and time are set when nothing more comes into it. */
  private record MadeDirectory(Path path, int mode, FileTime time) {}

  /**
   * Prepares to unpack.
   *
   * @param target what the top of the archive becomes
   * @param top the first name of all entries, or empty if they stand below the target itself
   */
  TreeUnpacker(
      Path target,
      String top,
      TemporaryFiles temporaries,
      Consumer<String> warnings,
      LongConsumer copied) {
    this.target = target;
    this.top = top;
    this.temporaries = temporaries;
    this.warnings = warnings;
    this.copied = copied;
  }

  void unpack(InputStream stream) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(stream, 1 << 16, 512, "UTF-8");
    try {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("The archive is damaged: " + e.getMessage(), e);
    } finally {
      finishDirectories();
    }
    // The end of the transfer may lie behind the end of the archive.
    stream.transferTo(OutputStream.nullOutputStream());
  }

  private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    Path path = resolve(entry.getName());
    if (entry.isDirectory()) {
      makeDirectory(path, entry);
    } else if (entry.isSymbolicLink()) {
      Path to = LocalNames.path(entry.getLinkName());
      temporaries.replace(path, temporary -> Files.createSymbolicLink(temporary, to));
    } else if (entry.isLink()) {
      Path to = resolve(entry.getLinkName());
      if (!Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("The archive links to what it does not have: " + entry.getName());
      }
      temporaries.replace(path, temporary -> Files.createLink(temporary, to));
    } else if (isPlainFile(entry) && tar.canReadEntryData(entry)) {
      temporaries.replace(path, temporary -> writeFile(tar, entry, temporary));
    } else {
      warnings.accept(
          entry.getName() + " is neither a file nor a directory nor a link, and left out");
    }
  }

  /** To {@code isFile} devices and pipes are files too. */
  private static boolean isPlainFile(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isFIFO()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice();
  }

  private void writeFile(TarArchiveInputStream tar, TarArchiveEntry entry, Path temporary)
      throws IOException {
    try (OutputStream out =
        Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Transfer.copy(tar, out, copied);
    }
    Files.setPosixFilePermissions(temporary, permissions(entry.getMode()));
    Files.setLastModifiedTime(temporary, entry.getLastModifiedTime());
  }

  private void makeDirectory(Path path, TarArchiveEntry entry) throws IOException {
    if (!isDirectory(path)) {
      Files.createDirectory(path);
      madeDirectories.push(new MadeDirectory(path, entry.getMode(), entry.getLastModifiedTime()));
    }
  }

  private void finishDirectories() throws IOException {
    for (MadeDirectory directory : madeDirectories) {
      if (isDirectory(directory.path())) {
        Files.setPosixFilePermissions(directory.path(), permissions(directory.mode()));
        Files.setLastModifiedTime(directory.path(), directory.time());
      }
    }
  }

  /** Returns where an entry belongs, when every directory above it is one, and no link. */
  private Path resolve(String entryName) throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : entryName.split("/", -1)) {
      if (name.equals("..") || name.indexOf('\0') >= 0) {
        throw hostile(entryName);
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    if (entryName.startsWith("/")) {
      throw hostile(entryName);
    }
    if (!top.isEmpty() && (names.isEmpty() || !names.remove(0).equals(top))) {
      throw hostile(entryName);
    }
    Path path = target;
    for (String name : names) {
      if (!isDirectory(path)) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException(path + " is not a directory, and nothing is written through it");
        }
        Files.createDirectory(path);
      }
      path = LocalNames.resolve(path, name);
    }
    return path;
  }

  private static IOException hostile(String entryName) {
    return new IOException("The sandbox sent the name '" + entryName + "', which is refused");
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values();
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & PERMISSION_BITS & 0400 >> bit) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }
}
