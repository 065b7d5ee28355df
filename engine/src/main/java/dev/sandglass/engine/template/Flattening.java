package dev.sandglass.engine.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Makes one archive of a stack of them: reads all headers and checks all digests first, then writes
 * what remains of each.
 */
final class Flattening {
  private final List<Archive> archives;
  private final boolean whiteouts;
  private final long freeBytes;
  private final LayerTree tree = new LayerTree();

  /** An archive that can be read twice. */
  @FunctionalInterface
  interface Archive {
    /** Opens it. */
    Opened open() throws IOException;
  }

  /**
   * An archive that is being read.
   *
   * @param content the archive, not compressed
   * @param file as it is stored
   */
  record Opened(Sha256Input content, Sha256Input file) {
    void verify() throws IOException {
      content.verify();
      file.verify();
    }
  }

  /**
   * Prepares to read.
   *
   * @param archives lowest first
   * @param freeBytes how much the content may take
   */
  Flattening(List<Archive> archives, boolean whiteouts, long freeBytes) {
    this.archives = archives;
    this.whiteouts = whiteouts;
    this.freeBytes = freeBytes;
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(TarArchiveEntry entry, LayerTree.Source source, InputStream content)
        throws IOException;
  }

  private void visit(Visitor visitor) throws IOException {
    for (int layer = 0; layer < archives.size(); layer++) {
      Opened opened = archives.get(layer).open();
      try (opened.content;
          TarArchiveInputStream in = new TarArchiveInputStream(opened.content, "UTF-8")) {
        int number = 0;
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          visitor.visit(entry, new LayerTree.Source(layer, number++), in);
        }
        opened.verify();
      } catch (IllegalArgumentException e) {
        throw new IOException("this is not a tar archive: " + e.getMessage(), e);
      }
    }
  }

  /** Reads everything and finds out what there will be. */
  LayerTree plan() throws IOException {
    long[] bytes = {0};
    visit(
        (entry, source, content) -> {
          tree.add(entry, source, whiteouts);
          bytes[0] += entry.isFile() ? TarCopy.size(entry) : 0;
          if (bytes[0] > freeBytes) {
            throw Invalid.because(
                "the content takes more than the " + (freeBytes >> 20) + " MiB that are free");
          }
        });
    return tree;
  }

  /** Writes what {@link #plan} found. */
  void write(OutputStream target) throws IOException {
    Map<LayerTree.Source, List<String>> paths = tree.paths();
    try (TarCopy copy = new TarCopy(target, IntUnaryOperator.identity())) {
      visit(
          (entry, source, content) -> {
            List<String> here = paths.remove(source);
            if (here != null) {
              copy.write(entry, here, content);
            }
          });
      if (!paths.isEmpty()) {
        throw new IOException("the source changed while it was read");
      }
    }
  }
}
