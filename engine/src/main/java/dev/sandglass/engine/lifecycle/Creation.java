package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.isolation.NetworkMode;
import dev.sandglass.engine.observability.forward.Destination;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Gathers what a sandbox consists of, and gives it back when the sandbox is gone. */
final class Creation {
  private static final System.Logger LOG = System.getLogger(Creation.class.getName());
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH",
          "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "HOME",
          "/root",
          "USER",
          "root",
          "LANG",
          "C.UTF-8");

  private final SandboxStore store;
  private final Isolation isolation;
  private final Layers layers;
  private final Templates templates;
  private final Snapshots snapshots;
  private final Mounts mounts;
  private final DiskGuard diskGuard;
  private final Clock clock;
  private final Executor pool;

  Creation(
      SandboxStore store,
      Isolation isolation,
      Layers layers,
      Templates templates,
      Snapshots snapshots,
      Mounts mounts,
      DiskGuard diskGuard,
      Clock clock,
      Executor pool) {
    this.store = store;
    this.isolation = isolation;
    this.layers = layers;
    this.templates = templates;
    this.snapshots = snapshots;
    this.mounts = mounts;
    this.diskGuard = diskGuard;
    this.clock = clock;
    this.pool = pool;
  }

  /** What a sandbox is made from; its layers are counted as used. */
  private record Base(
      String template,
      boolean host,
      List<String> layers,
      Map<String, String> environment,
      String workingDirectory) {}

  /** Makes everything but the holder. */
  Sandbox prepare(CreateRequest request, List<VolumeMount> mounted) {
    diskGuard.check();
    if (request.network() == NetworkMode.HOST_ALLOWED
        && !isolation.capabilities().hostAllowedNetwork()) {
      throw Invalid.request(
          "network host-allowed cannot be had on this machine: "
              + String.join("; ", isolation.capabilities().notes()));
    }
    String id = Ids.sandbox();
    Base base = request.snapshot().map(this::restored).orElseGet(() -> image(request));
    try {
      List<VolumeMount> volumes = mounts.use(request.volumes(), id, mounted);
      try {
        SandboxRecord record = record(id, request, base, volumes);
        return new Sandbox(record, store.create(id), isolation, clock, pool);
      } catch (RuntimeException e) {
        mounts.release(volumes, id);
        throw e;
      }
    } catch (RuntimeException e) {
      layers.release(base.layers());
      throw e;
    }
  }

  private Base image(CreateRequest request) {
    Template template = templates.resolve(request.image().orElseThrow());
    if (!layers.share(template.layers())) {
      throw Invalid.request("template " + template.name() + " was just removed");
    }
    return new Base(
        template.name(),
        template.kind().equals(Template.HOST),
        template.layers(),
        template.env(),
        template.workingDirectory());
  }

  private Base restored(String id) {
    SnapshotRecord snapshot = snapshots.use(id);
    return new Base(
        snapshot.template(),
        snapshot.hostTemplate(),
        snapshot.layers(),
        snapshot.environment(),
        snapshot.workingDirectory());
  }

  private SandboxRecord record(
      String id, CreateRequest request, Base base, List<VolumeMount> volumes) {
    Instant now = now();
    Map<String, String> environment = new LinkedHashMap<>(ENVIRONMENT);
    environment.put("HOSTNAME", id);
    environment.putAll(base.environment());
    Map<String, String> wanted = new LinkedHashMap<>(request.env());
    Optional<Destination> export =
        OtlpVariables.take(wanted, request.otelExport(), receives(wanted));
    environment.putAll(wanted);
    if (receives(environment)) {
      OtlpVariables.preset(environment);
    }
    SandboxRecord.Origin origin =
        new SandboxRecord.Origin(
            id,
            request.image().orElse(""),
            request.snapshot().orElse(""),
            request.platform(),
            base.template(),
            base.host(),
            base.layers(),
            volumes,
            environment,
            base.workingDirectory().isEmpty() ? "/" : base.workingDirectory(),
            request.entrypoint(),
            request.network(),
            request.limits(),
            request.extensions(),
            now,
            Ids.token(),
            export);
    Status status = new Status(SandboxState.PENDING.label(), "provisioning", "being made", now);
    Optional<Instant> expiry = request.timeout().map(now::plus);
    return new SandboxRecord(
        origin, request.metadata(), expiry, SandboxState.PENDING, status, false, false);
  }

  /** Whether a sandbox with this environment has a receiver of what its programs tell. */
  boolean receives(Map<String, String> environment) {
    return isolation.capabilities().loopbackRelay() && OtlpVariables.receives(environment);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Gives back what a sandbox that was never started consists of. */
  void undo(Sandbox sandbox) {
    isolation.deleteTree(sandbox.directory());
    release(sandbox.record());
  }

  /** Gives back what a sandbox consisted of. */
  void release(SandboxRecord record) {
    mounts.release(record.origin().volumes(), record.id());
    layers.release(record.origin().layers());
  }

  /** Begins to freeze a running sandbox's files as a snapshot. */
  SnapshotRecord capture(Sandbox sandbox, String name, Snapshots target) {
    diskGuard.check();
    SandboxRecord.Origin origin = sandbox.record().origin();
    String layer = Ids.layer();
    List<String> all = new ArrayList<>(List.of(layer));
    all.addAll(origin.layers());
    Map<String, String> environment =
        templates.get(origin.template()).map(Template::env).orElse(Map.of());
    Instant now = now();
    SnapshotRecord snapshot =
        new SnapshotRecord(
            Ids.snapshot(),
            origin.id(),
            name,
            origin.template(),
            origin.hostTemplate(),
            List.copyOf(all),
            environment,
            origin.workingDirectory(),
            now,
            new Status(SnapshotRecord.CREATING, "snapshot_accepted", "being made", now));
    target.put(snapshot);
    sandbox.whileFrozen(() -> capture(sandbox, snapshot, layer, target));
    return snapshot;
  }

  private void capture(Sandbox sandbox, SnapshotRecord snapshot, String layer, Snapshots target) {
    boolean shared = layers.share(sandbox.record().origin().layers());
    try {
      if (!shared || sandbox.record().deleting()) {
        throw Invalid.state("the sandbox was deleted");
      }
      isolation.captureLayer(sandbox.record().id(), sandbox.holder(), layer);
      layers.hold(List.of(layer));
      target.put(snapshot.with(SnapshotRecord.READY, "snapshot_ready", "", clock.instant()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", snapshot.id(), e.toString());
      if (shared) {
        layers.release(sandbox.record().origin().layers());
      }
      String message = String.valueOf(e.getMessage());
      target.put(
          snapshot.with(
              SnapshotRecord.FAILED, "snapshot_capture_failed", message, clock.instant()));
    }
  }
}
