package dev.sandglass.engine.template;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** The files of an image, by their names in the layout. */
interface Blobs extends Closeable {
  /** A file's content, if there is one of this name. */
  Optional<InputStream> open(String name) throws IOException;

  /** Of a directory. */
  static Blobs of(Path directory) {
    return new Blobs() {
      @Override
      public Optional<InputStream> open(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.isRegularFile(file)
            ? Optional.of(new BufferedInputStream(Files.newInputStream(file)))
            : Optional.empty();
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  /** Of an archive that is not compressed; nothing of it is extracted. */
  static Blobs ofArchive(Path file) throws IOException {
    TarFile archive = new TarFile(file);
    Map<String, TarArchiveEntry> entries = new HashMap<>();
    for (TarArchiveEntry entry : archive.getEntries()) {
      entries.put(plain(entry.getName()), entry);
    }
    return new Blobs() {
      @Override
      public Optional<InputStream> open(String name) throws IOException {
        TarArchiveEntry entry = entries.get(name);
        for (int links = 0; entry != null && links < 8; links++) {
          if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
            return Optional.of(new BufferedInputStream(archive.getInputStream(entry), 65536));
          }
          entry = entries.get(linked(entry));
        }
        return Optional.empty();
      }

      @Override
      public void close() throws IOException {
        archive.close();
      }
    };
  }

  private static String plain(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  /** Old archives of docker link a layer that they hold already. */
  private static String linked(TarArchiveEntry entry) {
    if (!entry.isSymbolicLink()) {
      return plain(entry.getLinkName());
    }
    Path parent = Path.of("/" + plain(entry.getName())).getParent();
    return parent == null
        ? ""
        : parent.resolve(entry.getLinkName()).normalize().toString().substring(1);
  }
}
