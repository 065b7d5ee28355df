package dev.sandglass.engine.observability.forward;

import dev.sandglass.engine.observability.ObservabilitySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the engine sends signals.
 *
 * @param destination the backend of all sandboxes that were created without one of their own
 * @param maxBytes what may wait on disk at most, in bytes
 */
public record ForwardSettings(Optional<Destination> destination, long maxBytes) {
  private static final String PREFIX = "SANDGLASS_ENGINE_OTLP_";
  private static final String QUEUE = PREFIX + "QUEUE_SIZE";
  private static final long DEFAULT_BYTES = 64L * 1024 * 1024;

  /**
   * Reads the environment, and the files that it names.
   *
   * @throws IllegalArgumentException if they make no sense; nothing secret is quoted
   */
  public static ForwardSettings of(Map<String, String> environment) {
    long maxBytes = ObservabilitySettings.bytes(QUEUE, environment).orElse(DEFAULT_BYTES);
    if (environment.getOrDefault(PREFIX + "ENDPOINT", "").isBlank()) {
      return new ForwardSettings(Optional.empty(), maxBytes);
    }
    try {
      Map<String, String> variables = new HashMap<>();
      for (String name : new String[] {"ENDPOINT", "PROTOCOL", "COMPRESSION"}) {
        variables.put(name, environment.getOrDefault(PREFIX + name, ""));
      }
      for (String name : new String[] {"CERTIFICATE", "CLIENT_CERTIFICATE"}) {
        file(environment, name).ifPresent(file -> variables.put(name, text(file)));
      }
      file(environment, "CLIENT_KEY")
          .ifPresent(file -> variables.put("CLIENT_KEY", text(unreadableForOthers(file))));
      file(environment, "HEADERS_FILE")
          .ifPresent(file -> variables.put("HEADERS", headers(unreadableForOthers(file))));
      Duration timeout =
          ObservabilitySettings.duration(PREFIX + "TIMEOUT", environment, Destination.TIMEOUT);
      variables.put("TIMEOUT", Long.toString(timeout.toMillis()));
      return new ForwardSettings(Optional.of(Destination.parse(variables)), maxBytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("engine.otlp: " + e.getMessage(), e);
    }
  }

  private static Optional<Path> file(Map<String, String> environment, String name) {
    return Optional.of(environment.getOrDefault(PREFIX + name, ""))
        .filter(path -> !path.isEmpty())
        .map(Path::of);
  }

  /** Pairs, with commas or line breaks between them. */
  private static String headers(Path file) {
    return text(file).lines().filter(line -> !line.isBlank()).collect(Collectors.joining(","));
  }

  private static Path unreadableForOthers(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER"))) {
        throw new IllegalArgumentException(file + " can be read by others: chmod 600 it");
      }
      return file;
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read", e);
    }
  }
}
