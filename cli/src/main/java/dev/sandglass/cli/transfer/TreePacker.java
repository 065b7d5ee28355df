package dev.sandglass.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a file, link or directory tree of this machine as a tar stream. */
final class TreePacker {
  private static final int MODE_BITS = 07777;

  private final TarArchiveOutputStream tar;
  private final Consumer<String> warnings;
  private final LongConsumer copied;

  private TreePacker(TarArchiveOutputStream tar, Consumer<String> warnings, LongConsumer copied) {
    this.tar = tar;
    this.warnings = warnings;
    this.copied = copied;
  }

  /**
   * Writes everything.
   *
   * @param name the name of the source in the archive; empty for a directory whose content stands
   *     at the top
   * @param warnings is told what is left out
   * @param copied is told how many more bytes of files were read
   */
  static void pack(
      Path source, String name, OutputStream out, Consumer<String> warnings, LongConsumer copied)
      throws IOException {
    try (TarArchiveOutputStream tar = writer(out)) {
      new TreePacker(tar, warnings, copied).add(source, name);
    }
  }

  static TarArchiveOutputStream writer(OutputStream out) {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, 1 << 16, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  private void add(Path path, String name) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      if (!name.isEmpty()) {
        put(entry(path, name + "/", TarConstants.LF_DIR, attributes));
      }
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          String childName = LocalNames.nameOf(child);
          add(child, name.isEmpty() ? childName : name + "/" + childName);
        }
      }
    } else if (attributes.isSymbolicLink()) {
      TarArchiveEntry link = entry(path, name, TarConstants.LF_SYMLINK, attributes);
      link.setLinkName(LocalNames.text(Files.readSymbolicLink(path)));
      put(link);
    } else if (attributes.isRegularFile()) {
      addFile(path, name, attributes);
    } else {
      warnings.accept(path + " is neither a file nor a directory nor a link, and left out");
    }
  }

  private void addFile(Path path, String name, BasicFileAttributes attributes) throws IOException {
    try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      TarArchiveEntry entry = entry(path, name, TarConstants.LF_NORMAL, attributes);
      entry.setSize(attributes.size());
      tar.putArchiveEntry(entry);
      byte[] block = new byte[(int) Math.max(1, Math.min(Transfer.BLOCK, entry.getSize()))];
      for (long left = entry.getSize(); left > 0; ) {
        int count = content.read(block, 0, (int) Math.min(block.length, left));
        if (count < 0) {
          throw new IOException(path + " became shorter while it was read");
        }
        tar.write(block, 0, count);
        copied.accept(count);
        left -= count;
      }
      tar.closeArchiveEntry();
    }
  }

  private void put(TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(
      Path path, String name, byte type, BasicFileAttributes attributes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    entry.setMode((Integer) mode & MODE_BITS);
    entry.setLastModifiedTime(attributes.lastModifiedTime());
    return entry;
  }
}
