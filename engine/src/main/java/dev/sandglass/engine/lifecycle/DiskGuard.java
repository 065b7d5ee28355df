package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.Enforcement;
import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.server.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

/** Keeps sandboxes from filling the disk, as far as the kernel does not do it already. */
final class DiskGuard {
  private static final System.Logger LOG = System.getLogger(DiskGuard.class.getName());
  private static final long RESERVE_BYTES = 512L * 1024 * 1024;
  private static final long RESERVE_FRACTION = 50;
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Path state;
  private final Isolation isolation;
  private final Clock clock;

  DiskGuard(Path state, Isolation isolation, Clock clock) {
    this.state = state;
    this.isolation = isolation;
    this.clock = clock;
  }

  /** Refuses to create anything when the disk is nearly full. */
  void check() {
    try {
      FileStore store = Files.getFileStore(state);
      long free = store.getUsableSpace();
      long reserve = Math.max(RESERVE_BYTES, store.getTotalSpace() / RESERVE_FRACTION);
      if (free < reserve) {
        throw new ApiException(
            409,
            "SANDBOX::QUOTA_EXCEEDED",
            "the disk of "
                + state
                + " has only "
                + free / (1024 * 1024)
                + " MiB left, and "
                + reserve / (1024 * 1024)
                + " MiB are kept free: delete sandboxes or snapshots");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell how full the disk is", e);
    }
  }

  /** Pauses sandboxes that have outgrown a limit that the kernel does not enforce. */
  void watch(Collection<Sandbox> sandboxes) {
    for (Sandbox sandbox : sandboxes) {
      try {
        watch(sandbox);
      } catch (ApiException | IsolationException e) {
        // It is being stopped or deleted just now.
        LOG.log(System.Logger.Level.DEBUG, "not watched: {0}", e.getMessage());
      }
    }
  }

  private void watch(Sandbox sandbox) {
    SandboxRecord record = sandbox.record();
    var limit = record.origin().limits().diskBytes();
    boolean soft =
        sandbox
            .holder()
            .map(holder -> holder.enforcement().disk() == Enforcement.Level.SOFT)
            .orElse(false);
    boolean graced = sandbox.resumedAt().isAfter(clock.instant().minus(GRACE));
    if (limit.isEmpty() || !soft || graced || record.state() != SandboxState.RUNNING) {
      return;
    }
    long used = isolation.diskUsage(sandbox.directory().resolve("upper")).orElse(0);
    if (used > limit.getAsLong()) {
      sandbox.pause(
          "disk_limit_exceeded",
          "it wrote "
              + used / (1024 * 1024)
              + " MiB and may have "
              + limit.getAsLong() / (1024 * 1024)
              + " MiB: resume it and delete files within a minute, or delete it");
    }
  }
}
