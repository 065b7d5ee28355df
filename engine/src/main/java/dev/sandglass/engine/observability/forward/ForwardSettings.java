package dev.sandglass.engine.observability.forward;

import dev.sandglass.engine.observability.ObservabilitySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
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
  private static final String ENDPOINT = "SANDGLASS_ENGINE_OTLP_ENDPOINT";
  private static final String PROTOCOL = "SANDGLASS_ENGINE_OTLP_PROTOCOL";
  private static final String HEADERS_FILE = "SANDGLASS_ENGINE_OTLP_HEADERS_FILE";
  private static final String QUEUE = "SANDGLASS_ENGINE_OTLP_QUEUE_SIZE";
  private static final long DEFAULT_BYTES = 64L * 1024 * 1024;

  /**
   * Reads the environment, and the file of headers that it names.
   *
   * @throws IllegalArgumentException if they make no sense; no header is quoted
   */
  public static ForwardSettings of(Map<String, String> environment) {
    String endpoint = environment.getOrDefault(ENDPOINT, "");
    String file = environment.getOrDefault(HEADERS_FILE, "");
    long maxBytes = ObservabilitySettings.bytes(QUEUE, environment).orElse(DEFAULT_BYTES);
    if (endpoint.isBlank()) {
      return new ForwardSettings(Optional.empty(), maxBytes);
    }
    try {
      String headers = file.isEmpty() ? "" : headers(Path.of(file));
      String protocol = environment.getOrDefault(PROTOCOL, "");
      return new ForwardSettings(
          Optional.of(Destination.parse(endpoint, protocol, headers)), maxBytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("engine.otlp: " + e.getMessage(), e);
    }
  }

  /** Pairs, with commas or line breaks between them. */
  private static String headers(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER"))) {
        throw new IllegalArgumentException(
            "the headers in " + file + " can be read by others: chmod 600 it");
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .filter(line -> !line.isBlank())
          .collect(Collectors.joining(","));
    } catch (IOException e) {
      throw new IllegalArgumentException("the headers cannot be read from " + file, e);
    }
  }
}
