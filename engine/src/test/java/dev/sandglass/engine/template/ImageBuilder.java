package dev.sandglass.engine.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes root file systems and images out of what this machine has. */
final class ImageBuilder {
  private static final List<String> PROGRAMS =
      List.of("sh", "ls", "cat", "stat", "readlink", "find");

  private ImageBuilder() {}

  /** An archive in the making. */
  static final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8");

    Tar() {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    private Tar add(String name, byte type, int mode, String link, byte[] content, long owner)
        throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
      entry.setMode(mode);
      entry.setIds(0, 0);
      entry.setUserId(owner);
      entry.setGroupId(owner);
      entry.setModTime(1_600_000_000_000L);
      entry.setLinkName(link);
      entry.setSize(content.length);
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
      return this;
    }

    Tar file(String name, String content) throws IOException {
      return file(name, content, 0644, 0);
    }

    Tar file(String name, String content, int mode, long owner) throws IOException {
      return add(name, TarConstants.LF_NORMAL, mode, "", content.getBytes(UTF_8), owner);
    }

    Tar copy(String name, Path source) throws IOException {
      return add(name, TarConstants.LF_NORMAL, 0755, "", Files.readAllBytes(source), 0);
    }

    Tar directory(String name, int mode) throws IOException {
      return add(name + "/", TarConstants.LF_DIR, mode, "", new byte[0], 0);
    }

    Tar link(String name, String target) throws IOException {
      return add(name, TarConstants.LF_SYMLINK, 0777, target, new byte[0], 0);
    }

    Tar hardLink(String name, String target) throws IOException {
      return add(name, TarConstants.LF_LINK, 0644, target, new byte[0], 0);
    }

    Tar device(String name) throws IOException {
      return add(name, TarConstants.LF_CHR, 0666, "", new byte[0], 0);
    }

    byte[] bytes() throws IOException {
      out.finish();
      return bytes.toByteArray();
    }
  }

  /** The programs and libraries that a shell needs. */
  static Tar base() throws Exception {
    Tar tar = new Tar().directory("bin", 0755).directory("etc", 0755);
    Map<String, Path> files = new LinkedHashMap<>();
    for (String name : PROGRAMS) {
      Path program = Path.of("/bin", name).toRealPath();
      files.put("bin/" + name, program);
      Process ldd = new ProcessBuilder("ldd", program.toString()).start();
      for (String line : new String(ldd.getInputStream().readAllBytes(), UTF_8).split("\n")) {
        String path = line.replaceFirst(".*=>", "").replaceFirst("\\(.*", "").strip();
        if (path.startsWith("/")) {
          files.put(path.substring(1), Path.of(path).toRealPath());
        }
      }
    }
    for (var file : files.entrySet()) {
      tar.copy(file.getKey(), file.getValue());
    }
    return tar.file("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  static String digest(byte[] bytes) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Writes a blob of a layout. */
  static ObjectNode blob(Path layout, byte[] bytes) throws Exception {
    String digest = digest(bytes);
    Path file = layout.resolve("blobs").resolve(digest.replace(':', '/'));
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return Json.object().put("digest", digest).put("size", bytes.length);
  }

  static ObjectNode config(String architecture, List<byte[]> layers) throws Exception {
    ObjectNode config = Json.object().put("os", "linux").put("architecture", architecture);
    ObjectNode run = config.putObject("config");
    run.set("Env", Json.array(List.of("PATH=/bin", "GREETING=hi=there")));
    run.set("Entrypoint", Json.array(List.of("/bin/sh", "-c")));
    run.set("Cmd", Json.array(List.of("echo hello")));
    run.put("WorkingDir", "/work").put("User", "1000");
    List<String> contents = new ArrayList<>();
    for (byte[] layer : layers) {
      contents.add(digest(layer));
    }
    config.putObject("rootfs").put("type", "layers").set("diff_ids", Json.array(contents));
    return config;
  }

  /** Writes an OCI layout with an index of several architectures, this one among them. */
  static void layout(Path layout, String architecture, List<byte[]> layers) throws Exception {
    ObjectNode manifest = Json.object().put("schemaVersion", 2);
    manifest.set("config", blob(layout, Json.bytes(config(architecture, layers))));
    var descriptors = manifest.putArray("layers");
    for (int i = 0; i < layers.size(); i++) {
      descriptors.add(blob(layout, i % 2 == 0 ? gzip(layers.get(i)) : layers.get(i)));
    }
    ObjectNode ours = blob(layout, Json.bytes(manifest));
    ours.putObject("platform").put("os", "linux").put("architecture", architecture);
    ObjectNode other = blob(layout, "{}".getBytes(UTF_8));
    other.putObject("platform").put("os", "linux").put("architecture", "pdp11");
    ObjectNode inner = Json.object().put("schemaVersion", 2);
    inner.putArray("manifests").add(other).add(ours);
    ObjectNode index = Json.object().put("schemaVersion", 2);
    index.putArray("manifests").add(blob(layout, Json.bytes(inner)));
    Files.write(layout.resolve("index.json"), Json.bytes(index));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  /** What docker save makes of the layers. */
  static byte[] docker(List<byte[]> layers) throws Exception {
    Tar tar = new Tar();
    byte[] config = Json.bytes(config(Image.architecture(), layers));
    String name = digest(config).substring(7) + ".json";
    tar.file(name, new String(config, UTF_8));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Path copy = Files.createTempFile("layer", ".tar");
      Files.write(copy, layers.get(i));
      tar.copy(i + "/layer.tar", copy);
      tar.link(i + "x/layer.tar", "../" + i + "/layer.tar");
      names.add(i + "x/layer.tar");
      Files.delete(copy);
    }
    ObjectNode manifest = Json.object().put("Config", name);
    manifest.set("Layers", Json.array(names));
    return tar.file("manifest.json", Json.text(Json.array().add(manifest))).bytes();
  }

  /** A directory as an archive. */
  static byte[] archive(Path directory) throws IOException {
    Tar tar = new Tar();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        tar.copy("./" + directory.relativize(file), file);
      }
    }
    return tar.bytes();
  }
}
