package dev.sandglass.engine.isolation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Starts, finds and clears away sandboxes on this machine. Thread-safe. */
public interface Isolation {
  /**
   * Makes the directories that isolation needs, and begins to look at this machine; whatever
   * depends on what is found waits for it.
   *
   * @param stateDirectory the engine's state directory
   * @throws IsolationException if nothing can be written there, with the fix
   */
  static Isolation open(Path stateDirectory) {
    return new LinuxIsolation(stateDirectory.toAbsolutePath().normalize());
  }

  /**
   * Tells somebody of every holder that is started or found again, before anything is executed in
   * it; on the thread that does so, which it must not keep waiting.
   */
  void observe(Consumer<Holder> observer);

  /**
   * What this machine offers; waits until that is known.
   *
   * @throws IsolationException if sandboxes are impossible here, with the fix
   */
  HostCapabilities capabilities();

  /** Whether the engine runs as root. */
  boolean root();

  /**
   * Creates namespaces and mounts of a sandbox; its directory {@code sandboxes/ID} must exist.
   * Files that an earlier run of the same sandbox left in it are what the sandbox sees.
   *
   * @throws IsolationException if the machine does not allow it; nothing is left behind then
   */
  Holder start(HolderSpec spec);

  /**
   * Finds the holder of a sandbox again after a restart of the engine.
   *
   * @return empty if it no longer exists, because the machine was rebooted or somebody killed it
   */
  Optional<Holder> adopt(HolderSpec spec);

  /**
   * Ends everything on this machine that belongs to this engine's sandboxes but to none of these
   * ids: processes, cgroups, helper processes.
   *
   * @return how many sandboxes were cleared away
   */
  int collectOrphans(Set<String> knownIds);

  /**
   * Deletes a directory tree below the engine's state directory, whoever owns the files in it. Does
   * nothing if there is none.
   *
   * @param tree absolute path or path relative to the state directory
   */
  void deleteTree(Path tree);

  /**
   * Freezes the writable files of a sandbox as a new read-only layer {@code layers/NAME}; complete
   * or not there at all. A running sandbox is paused meanwhile by the caller.
   *
   * @param running the sandbox's holder if it has one
   */
  void captureLayer(String sandboxId, Optional<Holder> running, String layer);

  /**
   * Makes a layer from a tar stream, with owners mapped as sandboxes see them. Complete or not
   * there at all.
   *
   * @param layer name of the new layer
   * @param fill writes the archive
   */
  void importLayer(String layer, LayerWriter fill);

  /**
   * Bytes that a directory tree below the state directory takes on disk; empty if there is none.
   */
  OptionalLong diskUsage(Path tree);

  /** Name of the lowest layer of the host template, made if need be. */
  String hostLayer();

  /** Writes a layer's content. */
  @FunctionalInterface
  interface LayerWriter {
    /**
     * Writes a tar archive; OCI whiteouts are passed in as overlay whiteouts (character device 0:0)
     * and opaque directories as the xattr {@code user.overlay.opaque}.
     *
     * @throws java.io.IOException if the source cannot be read; the layer is not made then
     */
    void write(java.io.OutputStream tar) throws java.io.IOException;
  }
}
