package dev.sandglass.sandbox;

import java.util.Optional;

/**
 * Something of outside that a sandbox sees at a path.
 *
 * @param source a host directory or a named volume
 * @param mountPath absolute path inside
 * @param readOnly whether the sandbox may only read it
 * @param subPath relative path below the source to mount instead of all of it
 */
public record VolumeMount(
    Source source, String mountPath, boolean readOnly, Optional<String> subPath) {

  /** Mounts a host directory, writable. */
  public static VolumeMount host(String hostPath, String mountPath) {
    return new VolumeMount(new HostDirectory(hostPath), mountPath, false, Optional.empty());
  }

  /** Mounts a named volume, writable; it is created if it does not exist. */
  public static VolumeMount named(String volume, String mountPath) {
    return new VolumeMount(new NamedVolume(volume), mountPath, false, Optional.empty());
  }

  /** The same mount, read-only. */
  public VolumeMount asReadOnly() {
    return new VolumeMount(source, mountPath, true, subPath);
  }

  /** Where the files are. */
  public sealed interface Source {}

  /**
   * A directory of the host.
   *
   * @param path absolute path; must be on the server's allow-list
   */
  public record HostDirectory(String path) implements Source {}

  /**
   * A volume kept by the provider.
   *
   * @param name its name, a DNS label
   */
  public record NamedVolume(String name) implements Source {}
}
