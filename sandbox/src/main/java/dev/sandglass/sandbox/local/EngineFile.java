package dev.sandglass.sandbox.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.Secret;
import dev.sandglass.sandbox.http.Server;
import dev.sandglass.sandbox.opensandbox.OpenSandboxProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a running engine wrote about itself.
 *
 * @param version its version
 * @param pid its process id
 * @param startTime when that process started, in clock ticks since boot
 * @param server where it listens, with its key
 */
record EngineFile(String version, long pid, long startTime, Server server) {
  private static final int MAX_SIZE = 64 * 1024;

  /**
   * Reads the file of an engine that still lives; that of a dead one counts as none.
   *
   * @throws SandboxException.EngineUnavailable if the file is not this user's own, or unreadable
   */
  static Optional<EngineFile> readLiving(Path file) {
    return read(file).filter(EngineFile::isAlive);
  }

  private static Optional<EngineFile> read(Path file) {
    try {
      PosixFileAttributes attributes =
          Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      check(file, attributes);
      return parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SandboxException.EngineUnavailable(
          "The file " + file + " cannot be read; check its permissions", Details.causedBy(e));
    }
  }

  /** A file that others can write could send this user's commands to them. */
  private static void check(Path file, PosixFileAttributes attributes) throws IOException {
    String problem = null;
    if (!attributes.isRegularFile() || attributes.size() > MAX_SIZE) {
      problem = "is not a regular file of an engine";
    } else if (!Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      problem = "belongs to another user";
    } else if (attributes.permissions().stream().anyMatch(p -> !p.name().startsWith("OWNER_"))) {
      problem = "can be read or written by other users";
    }
    if (problem != null) {
      throw new SandboxException.EngineUnavailable(
          "The file " + file + " " + problem + "; remove it and try again", Details.NONE);
    }
  }

  /** A file that is not whole yet, or no engine's at all, counts as none. */
  private static Optional<EngineFile> parse(byte[] bytes) {
    try {
      Map<String, String> fields = fields(bytes);
      String address = fields.getOrDefault("address", "");
      String host = address.contains(":") ? "[" + address + "]" : address;
      URI base = URI.create("http://" + host + ":" + number(fields, "port") + "/v1");
      Secret key = Secret.of(fields.getOrDefault("key", ""));
      return Optional.of(
          new EngineFile(
              fields.getOrDefault("version", ""),
              number(fields, "pid"),
              number(fields, "startTime"),
              new Server(base, Map.of(OpenSandboxProvider.API_KEY, key))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads texts and numbers as a stream: to bind JSON to a tree takes a fresh JVM much longer. */
  private static Map<String, String> fields(byte[] json) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() && parser.currentName() != null) {
          fields.put(parser.currentName(), parser.getText());
        }
      }
    }
    return fields;
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }

  /** Whether the very process that wrote the file still runs. */
  boolean isAlive() {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(fields[19]) == startTime && !fields[0].equals("Z");
    } catch (IOException | RuntimeException e) {
      return false; // no such process
    }
  }
}
