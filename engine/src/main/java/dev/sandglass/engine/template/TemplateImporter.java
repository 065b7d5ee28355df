package dev.sandglass.engine.template;

import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.lifecycle.Provenance;
import dev.sandglass.engine.lifecycle.Template;
import dev.sandglass.engine.lifecycle.TemplateSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Imports directories, tarballs and container images as templates of one layer. Thread-safe. */
public final class TemplateImporter implements TemplateSource {
  private static final String DIRECTORY = "directory";
  private static final String TARBALL = "tarball";
  private static final String OCI = "oci";
  private static final int MAGIC_BYTES = 6;

  /** Kept free beyond what a template takes, in bytes. */
  private static final long RESERVE_BYTES = 64L << 20;

  private final Isolation isolation;
  private final Path state;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes an importer.
   *
   * @param state the engine's state directory
   */
  public TemplateImporter(Isolation isolation, Path state, Clock clock) {
    this.isolation = isolation;
    this.state = state;
    this.clock = clock;
  }

  @Override
  public Template add(String name, Path source) {
    try {
      if (Files.isDirectory(source)) {
        boolean image = Image.isLayout(file -> Files.isRegularFile(source.resolve(file)));
        return image ? image(name, Blobs.of(source)) : directory(name, source);
      }
      if (Files.isRegularFile(source)) {
        return file(name, source);
      }
    } catch (IOException e) {
      throw Invalid.because(source + " cannot be read: " + e.getMessage());
    }
    throw Invalid.because("there is no file or directory " + source + " that the engine may read");
  }

  private long freeBytes() throws IOException {
    return Math.max(0, Files.getFileStore(state).getUsableSpace() - RESERVE_BYTES);
  }

  private Template directory(String name, Path source) throws IOException {
    boolean root = isolation.root();
    DirectoryCopy copy = new DirectoryCopy(source.toRealPath(), state, freeBytes(), root);
    return template(name, DIRECTORY, copy::write, Optional.empty());
  }

  private Template file(String name, Path source) throws IOException {
    long free = freeBytes();
    Flattening plain =
        new Flattening(
            List.of(() -> open(Files.newInputStream(source), "", "", free)), false, free);
    LayerTree tree = plain.plan();
    if (Image.isLayout(tree::hasFile)) {
      return imageArchive(name, source);
    }
    if (tree.isEmpty()) {
      throw Invalid.because(source + " is empty, or not a tar archive");
    }
    return template(name, TARBALL, plain::write, Optional.empty());
  }

  private Template imageArchive(String name, Path source) throws IOException {
    byte[] begin;
    try (InputStream in = Files.newInputStream(source)) {
      begin = in.readNBytes(MAGIC_BYTES);
    }
    if (!Decompression.compressed(begin)) {
      return image(name, Blobs.ofArchive(source));
    }
    Path plain = Files.createTempFile(state, "import-", ".tar");
    try {
      try (Sha256Input in = open(Files.newInputStream(source), "", "", freeBytes()).content();
          OutputStream out = Files.newOutputStream(plain)) {
        in.transferTo(out);
      }
      return image(name, Blobs.ofArchive(plain));
    } finally {
      Files.delete(plain);
    }
  }

  private Template image(String name, Blobs blobs) throws IOException {
    try (blobs) {
      long free = freeBytes();
      Image image = Image.read(blobs);
      List<Flattening.Archive> archives = new ArrayList<>();
      for (Image.Layer layer : image.layers()) {
        archives.add(
            () ->
                open(
                    blobs
                        .open(layer.file())
                        .orElseThrow(() -> Invalid.because("the image lacks " + layer.file())),
                    layer.digest(),
                    layer.contentDigest(),
                    free));
      }
      Flattening flattening = new Flattening(archives, true, free);
      flattening.plan();
      return template(name, OCI, flattening::write, Optional.of(image));
    }
  }

  private static Flattening.Opened open(
      InputStream file, String digest, String contentDigest, long limit) throws IOException {
    Sha256Input stored = new Sha256Input(file, digest, Long.MAX_VALUE);
    // Room for the headers of many small files, which take less on disk.
    long most = limit > Long.MAX_VALUE / 4 ? Long.MAX_VALUE : 2 * limit + RESERVE_BYTES;
    InputStream content = Decompression.open(stored);
    return new Flattening.Opened(new Sha256Input(content, contentDigest, most), stored);
  }

  private Template template(
      String name, String kind, Isolation.LayerWriter content, Optional<Image> image) {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    String layer = "template-" + HexFormat.of().formatHex(bytes);
    isolation.importLayer(layer, content);
    return new Template(
        name,
        kind,
        clock.instant(),
        isolation.diskUsage(Path.of("layers", layer)).orElse(0),
        List.of(layer),
        image.map(Image::entrypoint).orElse(List.of()),
        image.map(Image::environment).orElse(Map.of()),
        image.map(Image::workingDirectory).orElse(""),
        image.map(Image::provenance).orElse(Provenance.UNKNOWN));
  }
}
