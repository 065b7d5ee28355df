package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.isolation.ResourceLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Wires the lifecycle of sandboxes, finds again what an earlier engine left, and keeps the clock:
 * expiry and disk limits.
 */
public final class Lifecycle implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Lifecycle.class.getName());
  private static final int THREADS = 8;
  private static final long EXPIRY_SECONDS = 1;
  private static final long DISK_SECONDS = 5;

  private final Isolation isolation;
  private final Clock clock;
  private final SandboxStore store;
  private final Layers layers;
  private final Templates templates;
  private final Snapshots snapshots;
  private final Volumes volumes;
  private final Sandboxes sandboxes;
  private final DiskGuard diskGuard;
  private final Path layerDirectory;
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> daemon(task, "transition"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "timer"));

  /**
   * Wires everything; {@link #start} must follow.
   *
   * @param state the engine's state directory, with all directories in it
   * @param hostPaths directories of the host that sandboxes may be given
   * @param observer is told what happens to sandboxes
   * @param quota what all sandboxes together may have
   */
  public Lifecycle(
      Path state,
      List<Path> hostPaths,
      Isolation isolation,
      TemplateSource templateSource,
      LifecycleObserver observer,
      ResourceLimits quota,
      Clock clock) {
    this.isolation = isolation;
    this.clock = clock;
    pool.allowCoreThreadTimeOut(true);
    layerDirectory = state.resolve("layers");
    store = new SandboxStore(state.resolve("sandboxes"));
    layers = new Layers(layerDirectory, isolation, pool);
    templates = new Templates(state.resolve("templates"), layers, templateSource);
    snapshots = new Snapshots(state.resolve("snapshots"), layers, clock);
    volumes = new Volumes(state.resolve("volumes"), isolation, clock);
    diskGuard = new DiskGuard(state, isolation, clock);
    Mounts mounts = new Mounts(new HostPaths(hostPaths, isolation.root()), volumes);
    Creation creation =
        new Creation(
            store, isolation, layers, templates, snapshots, mounts, diskGuard, clock, pool);
    LifecycleReport report = new LifecycleReport(templates, observer);
    sandboxes = new Sandboxes(creation, snapshots, report, new Quotas(quota), clock);
  }

  /** Reads all records, takes over running sandboxes, and clears away what belongs to nobody. */
  public void start() {
    templates.load(isolation, layerDirectory, clock);
    snapshots.load();
    volumes.load();
    Set<String> known = new HashSet<>();
    for (String id : store.ids()) {
      if (!store.hasRecord(id)) {
        // What is left of a deletion that was interrupted at its very end.
        isolation.deleteTree(store.of(id));
        continue;
      }
      known.add(id);
      store.read(id).ifPresent(this::restore);
    }
    int orphans = isolation.collectOrphans(known);
    if (orphans > 0) {
      LOG.log(System.Logger.Level.INFO, "cleared away {0} orphans", orphans);
    }
    resumeInterrupted();
    layers.collect();
    timer.scheduleWithFixedDelay(this::expire, EXPIRY_SECONDS, EXPIRY_SECONDS, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(this::watchDisks, DISK_SECONDS, DISK_SECONDS, TimeUnit.SECONDS);
  }

  private void restore(SandboxRecord record) {
    Sandbox sandbox = new Sandbox(record, store.of(record.id()), isolation, clock, pool);
    layers.hold(record.origin().layers());
    record.origin().volumes().stream()
        .filter(mount -> !mount.volume().isEmpty())
        .forEach(mount -> volumes.hold(mount.volume(), record.id()));
    sandboxes.restore(sandbox);
    boolean expected =
        switch (record.state()) {
          case RUNNING, PAUSING, PAUSED, RESUMING -> !record.deleting();
          default -> false;
        };
    Optional<Holder> holder = isolation.adopt(record.origin().holderSpec());
    if (!expected) {
      // Left by an engine that was killed while it started or stopped the sandbox.
      holder.ifPresent(left -> left.stop(0));
    } else if (holder.isPresent()) {
      sandbox.adopt(holder.get());
    } else if (bootedAfter(record.status().lastTransitionAt())) {
      sandbox.stopped("host_reboot", "the machine was restarted: sand start " + record.id());
    } else {
      sandbox.stopped("engine_restart", "its processes were gone: sand start " + record.id());
    }
  }

  /** Goes on with what the earlier engine had begun; after orphans were cleared away. */
  private void resumeInterrupted() {
    for (Sandbox sandbox : List.copyOf(sandboxes.all())) {
      SandboxRecord record = sandbox.record();
      if (record.deleting()) {
        sandboxes.delete(sandbox, record.status().reason());
        continue;
      }
      switch (record.state()) {
        case PENDING, STARTING -> sandbox.provision();
        case STOPPING -> sandbox.stopped("user_stop", "its files are kept");
        default -> {
          // Settled, or adopted already.
        }
      }
    }
  }

  private static boolean bootedAfter(Instant then) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
        if (line.startsWith("btime ")) {
          return Instant.ofEpochSecond(Long.parseLong(line.substring(6).strip())).isAfter(then);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot tell when the machine was started", e);
    }
    return false;
  }

  private void expire() {
    Instant now = clock.instant();
    for (Sandbox sandbox : sandboxes.all()) {
      SandboxRecord record = sandbox.record();
      try {
        if (record.deleting()) {
          // Does nothing while it is under way; tries again if it has failed.
          sandboxes.delete(sandbox, record.status().reason());
        } else if (record.expiresAt().map(now::isAfter).orElse(false)) {
          sandboxes.delete(sandbox, "ttl_expiry");
        }
      } catch (RuntimeException e) {
        // The timer would not call again.
        LOG.log(System.Logger.Level.WARNING, "{0} is not deleted: {1}", record.id(), e.toString());
      }
    }
  }

  private void watchDisks() {
    try {
      diskGuard.watch(sandboxes.all());
    } catch (RuntimeException e) {
      // The timer would not call again.
      LOG.log(System.Logger.Level.WARNING, "disk limits could not be watched", e);
    }
  }

  /** The sandboxes. */
  public Sandboxes sandboxes() {
    return sandboxes;
  }

  /** The snapshots. */
  public Snapshots snapshots() {
    return snapshots;
  }

  /** The templates. */
  public Templates templates() {
    return templates;
  }

  /** The named volumes. */
  public Volumes volumes() {
    return volumes;
  }

  /** Stops the clock and lets steps that are under way finish; sandboxes go on. */
  @Override
  public void close() {
    timer.shutdownNow();
    pool.shutdown();
    try {
      if (!pool.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "steps under way are left to the next engine");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
