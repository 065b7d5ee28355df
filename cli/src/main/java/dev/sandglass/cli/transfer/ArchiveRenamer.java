package dev.sandglass.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Gives the top of an archive another name while it streams from one sandbox to another. */
final class ArchiveRenamer {
  private ArchiveRenamer() {}

  /**
   * Copies an archive.
   *
   * @param oldTop the first name of all entries, or empty
   * @param newTop what to put in its place; empty to leave it out
   */
  static void rename(
      InputStream from, OutputStream to, String oldTop, String newTop, LongConsumer copied)
      throws IOException {
    TarArchiveInputStream in = new TarArchiveInputStream(from, 1 << 16, 512, "UTF-8");
    try (TarArchiveOutputStream out = TreePacker.writer(to)) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = renamed(entry.getName(), oldTop, newTop);
        if (name.isEmpty()) {
          continue;
        }
        entry.setName(entry.isDirectory() ? name + "/" : name);
        if (entry.isLink()) {
          entry.setLinkName(renamed(entry.getLinkName(), oldTop, newTop));
        }
        out.putArchiveEntry(entry);
        Transfer.copy(in, out, copied);
        out.closeArchiveEntry();
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("The archive is damaged: " + e.getMessage(), e);
    }
  }

  private static String renamed(String name, String oldTop, String newTop) throws IOException {
    String rest = name.replaceFirst("^(\\./+)+", "").replaceFirst("/+$", "");
    rest = rest.equals(".") ? "" : rest;
    if (!oldTop.isEmpty()) {
      if (!rest.equals(oldTop) && !rest.startsWith(oldTop + "/")) {
        throw new IOException("The sandbox sent the name '" + name + "', which is refused");
      }
      rest = rest.length() == oldTop.length() ? "" : rest.substring(oldTop.length() + 1);
    }
    return rest.isEmpty() ? newTop : newTop.isEmpty() ? rest : newTop + "/" + rest;
  }
}
