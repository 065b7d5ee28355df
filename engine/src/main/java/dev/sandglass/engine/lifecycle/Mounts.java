package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.BindMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns the volumes that a request asks for into directories to mount. */
final class Mounts {
  private final HostPaths hostPaths;
  private final Volumes volumes;

  Mounts(HostPaths hostPaths, Volumes volumes) {
    this.hostPaths = hostPaths;
    this.volumes = volumes;
  }

  /**
   * Finds or creates what is asked for; named volumes are counted as used. If one cannot be had,
   * none is used.
   *
   * @param others volumes of all other sandboxes
   */
  List<VolumeMount> use(List<VolumeRequest> requests, String sandboxId, List<VolumeMount> others) {
    List<VolumeMount> mounts = new ArrayList<>();
    try {
      for (VolumeRequest request : requests) {
        VolumeMount mount =
            request
                .claim()
                .map(claim -> named(request, claim, sandboxId))
                .orElseGet(() -> host(request));
        mounts.add(mount);
        refuseMovable(mount, others);
      }
      return mounts;
    } catch (RuntimeException e) {
      release(mounts, sandboxId);
      throw e;
    }
  }

  /** Counts a user less of each named volume. */
  void release(List<VolumeMount> mounts, String sandboxId) {
    mounts.stream()
        .filter(mount -> !mount.volume().isEmpty())
        .forEach(mount -> volumes.release(mount, sandboxId));
  }

  /** Whether every directory is still what it was when it was checked. */
  static boolean unchanged(List<VolumeMount> mounts) {
    return mounts.stream()
        .allMatch(
            mount -> {
              try {
                return mount.bind().source().toRealPath().equals(mount.bind().source());
              } catch (IOException e) {
                return false;
              }
            });
  }

  private VolumeMount named(VolumeRequest request, VolumeRequest.Claim claim, String sandboxId) {
    Volumes.Use use = volumes.use(claim, sandboxId);
    boolean delete = claim.deleteAfterwards() && use.created();
    VolumeMount whole =
        new VolumeMount(
            request.name(),
            new BindMount(use.data(), request.mountPath(), request.readOnly()),
            claim.volume(),
            delete);
    try {
      Path source = HostPaths.below(use.data(), request.subPath());
      BindMount bind = new BindMount(source, request.mountPath(), request.readOnly());
      return new VolumeMount(request.name(), bind, claim.volume(), delete);
    } catch (RuntimeException e) {
      volumes.release(whole, sandboxId);
      throw e;
    }
  }

  private VolumeMount host(VolumeRequest request) {
    Path source = hostPaths.check(request.hostPath().orElseThrow(), request.subPath());
    BindMount bind = new BindMount(source, request.mountPath(), request.readOnly());
    return new VolumeMount(request.name(), bind, "", false);
  }

  /**
   * Refuses a directory inside one that another sandbox can write: between this check and the
   * mount, that sandbox could put a symbolic link to anywhere in its place.
   */
  private static void refuseMovable(VolumeMount mount, List<VolumeMount> others) {
    Path source = mount.bind().source();
    for (VolumeMount other : others) {
      Path writable = other.bind().source();
      if (!other.bind().readOnly() && source.startsWith(writable) && !source.equals(writable)) {
        throw Invalid.request(
            Invalid.quoted(source.toString())
                + " lies inside "
                + writable
                + ", which another sandbox can write: mount that, or stop the other");
      }
    }
  }
}
