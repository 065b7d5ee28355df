package dev.sandglass.sandbox;

import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot.
 *
 * @param id unique id
 * @param sandboxId the sandbox it was taken of
 * @param name human name
 * @param state {@code Creating}, {@code Ready}, {@code Deleting}, {@code Failed}, or one that the
 *     server made up
 * @param message human-readable message of the state; untrusted text
 * @param createdAt when it was taken
 */
public record SnapshotInfo(
    String id,
    String sandboxId,
    Optional<String> name,
    String state,
    Optional<String> message,
    Instant createdAt) {
  public static final String READY = "Ready";
  public static final String FAILED = "Failed";
}
