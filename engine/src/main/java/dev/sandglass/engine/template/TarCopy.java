package dev.sandglass.engine.template;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes entries of archives into a new one: with their modes, times and owners, without device
 * nodes and extended attributes.
 */
final class TarCopy implements Closeable {
  private static final int MAX_ID = 65535;
  private static final int NOBODY = 65534;
  private static final int MODE_BITS = 07777;

  private final TarArchiveOutputStream out;
  private final IntUnaryOperator owners;

  /**
   * Begins an archive.
   *
   * @param owners what becomes of user ids
   */
  TarCopy(OutputStream target, IntUnaryOperator owners) {
    this.owners = owners;
    out = new TarArchiveOutputStream(target, "UTF-8");
    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    out.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** Whether an entry is of a type that is kept: neither a device node nor something unknown. */
  static boolean wanted(TarArchiveEntry entry) {
    return !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && (entry.isDirectory() || entry.isSymbolicLink() || entry.isFIFO() || entry.isFile());
  }

  /** Size of an entry's content. */
  static long size(TarArchiveEntry entry) {
    return entry.isSparse() ? entry.getRealSize() : entry.getSize();
  }

  /** Writes an entry at these paths: the first as what it is, the others as hard links to it. */
  void write(TarArchiveEntry entry, List<String> paths, InputStream content) throws IOException {
    String path = paths.get(0);
    if (entry.isSymbolicLink()) {
      TarArchiveEntry link = copy(entry, path, TarConstants.LF_SYMLINK);
      link.setLinkName(entry.getLinkName());
      put(link);
    } else if (entry.isDirectory()) {
      put(copy(entry, path.endsWith("/") ? path : path + "/", TarConstants.LF_DIR));
    } else if (entry.isFIFO()) {
      put(copy(entry, path, TarConstants.LF_FIFO));
    } else {
      TarArchiveEntry file = copy(entry, path, TarConstants.LF_NORMAL);
      file.setSize(size(entry));
      out.putArchiveEntry(file);
      content.transferTo(out);
      out.closeArchiveEntry();
    }
    for (String other : paths.subList(1, paths.size())) {
      hardLink(entry, other, path);
    }
  }

  /** Writes a hard link to something that was written already. */
  void hardLink(TarArchiveEntry entry, String path, String target) throws IOException {
    TarArchiveEntry link = copy(entry, path, TarConstants.LF_LINK);
    link.setLinkName(target);
    put(link);
  }

  private void put(TarArchiveEntry entry) throws IOException {
    out.putArchiveEntry(entry);
    out.closeArchiveEntry();
  }

  private TarArchiveEntry copy(TarArchiveEntry entry, String path, byte type) {
    TarArchiveEntry copy = new TarArchiveEntry(path, type, true);
    copy.setMode(entry.getMode() & MODE_BITS);
    copy.setUserId(id(entry.getLongUserId()));
    copy.setGroupId(id(entry.getLongGroupId()));
    copy.setLastModifiedTime(entry.getLastModifiedTime());
    return copy;
  }

  private int id(long id) {
    return owners.applyAsInt(id < 0 || id > MAX_ID ? NOBODY : (int) id);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
