package dev.sandglass.sandbox;

import java.util.List;

/** The named volumes of a provider; needs {@link Capability#VOLUMES}. */
public interface Volumes {
  /**
   * Creates an empty volume.
   *
   * @throws SandboxException.Conflict if the name is taken
   */
  VolumeInfo create(String name);

  /** Lists all volumes. */
  List<VolumeInfo> list();

  /**
   * Deletes a volume with its files.
   *
   * @throws SandboxException.NotFound if there is none
   * @throws SandboxException.Conflict if a sandbox uses it
   */
  void delete(String name);
}
