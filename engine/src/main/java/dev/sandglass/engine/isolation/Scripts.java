package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The shell scripts and the seccomp filter, as files in a directory named after their content: a
 * running shell reads its script piece by piece, so one that an older engine started must never see
 * a newer engine's text.
 */
final class Scripts {
  private static final String[] NAMES = {
    "start-holder.sh",
    "holder.sh",
    "user-namespace.sh",
    "in-namespace.sh",
    "execute.sh",
    "detached.sh",
    "tool.sh",
    "relay.pl",
  };
  private static final String FILTER = "seccomp.bpf";

  private final Path directory;
  private final boolean filtered;

  private Scripts(Path directory, boolean filtered) {
    this.directory = directory;
    this.filtered = filtered;
  }

  /** Writes them below the engine's state directory unless they are there. */
  static Scripts install(Path state) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : NAMES) {
      files.put(name, resource(name));
    }
    Optional<byte[]> filter = SeccompFilter.forArchitecture(System.getProperty("os.arch"));
    filter.ifPresent(bytes -> files.put(FILTER, bytes));
    try {
      Path scripts = state.resolve("scripts");
      Path target = scripts.resolve(digest(files));
      if (!Files.isDirectory(target)) {
        Files.createDirectories(scripts);
        open(scripts);
        Path draft = Files.createTempDirectory(scripts, "new-");
        for (var file : files.entrySet()) {
          Path path = draft.resolve(file.getKey());
          Files.write(path, file.getValue());
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        }
        open(draft);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return new Scripts(target, filter.isPresent());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the engine's state directory " + state, e);
    }
  }

  /** Path of a script. */
  String path(String name) {
    return directory.resolve(name).toString();
  }

  /** Path of the seccomp filter, if there is one for this architecture. */
  Optional<Path> filter() {
    return filtered ? Optional.of(directory.resolve(FILTER)) : Optional.empty();
  }

  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /** The text of a script that is not installed. */
  static String text(String name) {
    return new String(resource(name), StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (var stream = Scripts.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("this build lacks the resource " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(Map<String, byte[]> files) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, content) -> {
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update(content);
          });
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
