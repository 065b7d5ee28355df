package dev.sandglass.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A template.
 *
 * @param name its name
 * @param kind {@code host}, {@code directory}, {@code tarball} or {@code oci}
 * @param createdAt when it was added, if it is not built in
 * @param sizeBytes size of its layers, if known
 * @param layers how many it has
 * @param builtIn whether it cannot be removed
 * @param entrypoint its default command line; empty if it has none
 * @param environment its default variables
 * @param workingDirectory its default working directory
 */
public record TemplateInfo(
    String name,
    String kind,
    Optional<Instant> createdAt,
    OptionalLong sizeBytes,
    int layers,
    boolean builtIn,
    List<String> entrypoint,
    Map<String, String> environment,
    Optional<String> workingDirectory) {
  public TemplateInfo {
    entrypoint = List.copyOf(entrypoint);
    environment = Map.copyOf(environment);
  }
}
