package dev.sandglass.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every provider tells about a sandbox.
 *
 * @param id unique id
 * @param state lifecycle state
 * @param reason short machine-readable reason of the state
 * @param message human-readable message of the state; untrusted text
 * @param image the template or image it was made from
 * @param snapshotId the snapshot it was made from
 * @param entrypoint command line of the entry point
 * @param metadata all metadata, with the name
 * @param createdAt when it was created
 * @param expiresAt when it will be deleted by itself
 */
public record SandboxInfo(
    String id,
    SandboxState state,
    Optional<String> reason,
    Optional<String> message,
    Optional<String> image,
    Optional<String> snapshotId,
    List<String> entrypoint,
    Map<String, String> metadata,
    Instant createdAt,
    Optional<Instant> expiresAt) {
  /** The metadata key that holds the human name. */
  public static final String NAME_KEY = "name";

  public SandboxInfo {
    entrypoint = List.copyOf(entrypoint);
    metadata = Map.copyOf(metadata);
  }

  /** The human name, if it has one. */
  public Optional<String> name() {
    return Optional.ofNullable(metadata.get(NAME_KEY));
  }
}
