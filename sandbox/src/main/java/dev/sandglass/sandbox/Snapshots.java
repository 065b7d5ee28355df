package dev.sandglass.sandbox;

import java.util.Optional;

/** The snapshots of a provider; needs {@link Capability#SNAPSHOTS}. */
public interface Snapshots {
  /**
   * Returns the snapshot with this id.
   *
   * @throws SandboxException.NotFound if there is none
   */
  SnapshotInfo get(String id);

  /**
   * Returns the one snapshot that a user means: by id, by name, or by the beginning of its id.
   *
   * @throws SandboxException.NotFound if nothing fits
   * @throws SandboxException.Ambiguous if several fit
   */
  SnapshotInfo resolve(String nameOrIdPrefix);

  /** Lists snapshots, of one sandbox or of all. */
  Pages<SnapshotInfo> list(Optional<String> sandboxId);

  /**
   * Deletes a snapshot.
   *
   * @throws SandboxException.Conflict if a sandbox still needs it
   */
  void delete(String id);
}
