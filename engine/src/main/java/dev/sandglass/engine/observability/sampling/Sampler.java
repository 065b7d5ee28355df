package dev.sandglass.engine.observability.sampling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.isolation.Machine;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.ObservedSandbox;
import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.observability.ObservabilitySettings;
import dev.sandglass.engine.observability.SignalSink;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes a sample of each running sandbox every interval. A sandbox's first sample comes an interval
 * after the sampler has seen it, so that all its rates are of a whole interval; and each has a
 * phase of its own, so that many are not sampled at once. Thread-safe.
 */
public final class Sampler implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sampler.class.getName());
  private static final long SWEEP_MILLIS = 1_000;
  private static final int DISK_THREADS = 2;

  /** A sweep comes a little early or late; a sample is not put off by a whole one for that. */
  private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS / 4);

  private final Sandboxes sandboxes;
  private final SignalSink signals;
  private final ObservabilitySettings settings;
  private final Clock clock;
  private final Machine machine = Machine.current();
  private final OrganizationUsage organization;
  private final Map<String, Meter> meters = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "sampler"));
  private final ThreadPoolExecutor disks =
      new ThreadPoolExecutor(
          DISK_THREADS,
          DISK_THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> daemon(work, "disk-meter"));

  /**
   * Makes the sampler; {@link #start} must follow.
   *
   * @param state the engine's state directory, on the disk that sandboxes without a quota share
   */
  public Sampler(
      Sandboxes sandboxes,
      SignalSink signals,
      ObservabilitySettings settings,
      Path state,
      Clock clock) {
    this.sandboxes = sandboxes;
    this.signals = signals;
    this.settings = settings;
    this.clock = clock;
    this.organization = new OrganizationUsage(sandboxes, settings, machine, state, this::measured);
    disks.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to sample. */
  public void start() {
    timer.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    try {
      Set<String> present = new HashSet<>();
      for (ObservedSandbox sandbox : sandboxes.observed()) {
        if (sandbox.holder().isPresent()) {
          present.add(sandbox.id());
          sample(sandbox, sandbox.holder().get());
        }
      }
      meters.keySet().retainAll(present);
      organization.due(clock.instant()).ifPresent(signals::accept);
    } catch (RuntimeException | Error e) {
      // The timer would not call again, and nobody would know.
      LOG.log(System.Logger.Level.WARNING, "sandboxes could not be sampled", e);
    }
  }

  private void sample(ObservedSandbox sandbox, Holder holder) {
    try {
      Meter meter = meter(sandbox, holder);
      if (meter.age() >= settings.interval().toNanos() - TOLERANCE_NANOS) {
        Sample sample = meter.export(clock.instant(), disks);
        signals.accept(new MetricBatches(settings.prefix()).of(sandbox.id(), sample));
      }
    } catch (IsolationException e) {
      // It ended just now; its state says so soon.
      LOG.log(System.Logger.Level.DEBUG, "{0} was not sampled: {1}", sandbox.id(), e.getMessage());
    }
  }

  private Meter meter(ObservedSandbox sandbox, Holder holder) {
    Meter known = meters.get(sandbox.id());
    if (known != null && known.measures(holder)) {
      return known;
    }
    Meter meter = new Meter(holder, sandbox.limits(), machine, clock.instant(), disks);
    meters.put(sandbox.id(), meter);
    return meter;
  }

  /**
   * What the sandboxes without limits use; a sandbox that nobody measured yet counts as nothing.
   */
  private OrganizationUsage.Measured measured(ObservedSandbox sandbox) {
    Optional<Sample> sample = show(sandbox);
    return new OrganizationUsage.Measured(
        sample.map(s -> s.cpuUtilization() / 100 * s.cpuLimit()).orElse(0.0),
        sample.map(s -> s.reading().memoryBytes()).orElse(0L),
        sample.flatMap(Sample::disk).map(disk -> disk.usedBytes()).orElse(0L));
  }

  private Optional<Sample> show(ObservedSandbox sandbox) {
    try {
      return sandbox.holder().isPresent()
          ? meter(sandbox, sandbox.holder().get()).show(clock.instant(), disks)
          : Optional.empty();
    } catch (IsolationException e) {
      // It ended just now.
      return Optional.empty();
    }
  }

  /**
   * What every sandbox uses at this moment: rates since somebody asked last, or since the last
   * sample. Reads files of the kernel, so it blocks for a moment.
   */
  public ObjectNode live() {
    ObjectNode json = Json.object().put("timestamp", clock.instant().toString());
    var items = json.putArray("items");
    for (ObservedSandbox sandbox : sandboxes.observed()) {
      ObjectNode item = items.addObject().put("id", sandbox.id());
      sandbox.name().ifPresent(name -> item.put("name", name));
      item.put("state", sandbox.state().label());
      show(sandbox).ifPresent(sample -> describe(item, sample));
    }
    return json;
  }

  private static void describe(ObjectNode item, Sample sample) {
    item.put("cpuUtilization", Math.round(sample.cpuUtilization() * 100) / 100.0)
        .put("cpuLimit", sample.cpuLimit())
        .put("memoryUtilization", Math.round(sample.memoryUtilization() * 100) / 100.0)
        .put("memoryUsage", sample.reading().memoryBytes())
        .put("memoryLimit", sample.memoryLimit())
        .put("processes", sample.reading().processes())
        .put("networkReceived", sample.reading().receivedBytes())
        .put("networkTransmitted", sample.reading().transmittedBytes())
        .put("cpuThrottledSeconds", sample.reading().throttledNanos() / 1e9)
        .put("source", sample.reading().accounted() ? "cgroup" : "proc");
    sample
        .disk()
        .ifPresent(
            disk ->
                item.put("filesystemUsage", disk.usedBytes())
                    .put("filesystemAvailable", disk.availableBytes())
                    .put("filesystemTotal", disk.totalBytes()));
  }

  /** What all sandboxes together use, and may use. Blocks for a moment. */
  public ObjectNode usage() {
    return organization.json(clock.instant());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    disks.shutdownNow();
  }
}
