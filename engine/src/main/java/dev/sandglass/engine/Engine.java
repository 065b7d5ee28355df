package dev.sandglass.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.dashboard.Dashboard;
import dev.sandglass.engine.execution.ExecutionRoutes;
import dev.sandglass.engine.files.FileRoutes;
import dev.sandglass.engine.isolation.HostCapabilities;
import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.Lifecycle;
import dev.sandglass.engine.observability.ResourceStamp;
import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.Signals;
import dev.sandglass.engine.observability.api.SignalRoutes;
import dev.sandglass.engine.observability.forward.Forwarder;
import dev.sandglass.engine.observability.logs.LogCapture;
import dev.sandglass.engine.observability.receiver.Receivers;
import dev.sandglass.engine.observability.sampling.Sampler;
import dev.sandglass.engine.observability.store.SignalStore;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.EngineControl;
import dev.sandglass.engine.server.EngineServer;
import dev.sandglass.engine.server.SandboxRoutes;
import dev.sandglass.engine.telemetry.EngineTelemetry;
import dev.sandglass.engine.template.TemplateImporter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The parts of the engine, wired. */
final class Engine implements AutoCloseable, EngineControl {
  private static final long IDLE_CHECK_SECONDS = 5;

  private final EngineDirectories directories;
  private final EngineOptions options;
  private final Isolation isolation;
  private final Lifecycle lifecycle;
  private final BlockingWork work = new BlockingWork();
  private final ExecutionRoutes execution;
  private final FileRoutes files;
  private final SignalCounts counts = new SignalCounts();
  private final SignalStore store;
  private final Signals signals;
  private final Forwarder forwarder;
  private final Receivers receivers;
  private final Sampler sampler;
  private final LogCapture logs;
  private final Vertx vertx;
  private final EngineServer server;
  private final EngineTelemetry telemetry;
  private final Instant startedAt;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private int port;

  Engine(
      EngineDirectories directories,
      EngineOptions options,
      String key,
      EngineTelemetry telemetry,
      Clock clock) {
    this.telemetry = telemetry;
    this.directories = directories;
    this.options = options;
    this.startedAt = clock.instant();
    // The event loops, and what is found out about this machine, get ready beside the rest.
    var loops = CompletableFuture.supplyAsync(Engine::vertx, Engine::beside);
    this.isolation = Isolation.open(directories.state());
    this.files = new FileRoutes(work);
    this.lifecycle =
        new Lifecycle(
            directories.state(),
            options.hostPaths(),
            isolation,
            new TemplateImporter(isolation, directories.state(), clock),
            telemetry,
            options.observability().quota(),
            clock);
    this.store =
        new SignalStore(
            directories.state().resolve("signals").resolve("signals.db"),
            options.observability(),
            counts,
            clock);
    this.signals =
        new Signals(new ResourceStamp(options.observability(), lifecycle.sandboxes()::identity));
    this.signals.add(store);
    this.vertx = loops.join();
    this.forwarder =
        new Forwarder(
            vertx,
            directories.state().resolve("signals").resolve("outbox"),
            options.forward(),
            lifecycle.sandboxes(),
            counts,
            clock);
    this.signals.add(forwarder);
    this.receivers =
        new Receivers(
            directories.runtime(), signals, counts, options.observability().prefix() + "sandbox.");
    isolation.observe(
        holder -> {
          if (lifecycle.sandboxes().receives(holder.id())) {
            receivers.serve(holder);
          }
        });
    this.sampler =
        new Sampler(
            lifecycle.sandboxes(), signals, options.observability(), directories.state(), clock);
    this.logs = new LogCapture(lifecycle.sandboxes(), store, signals, counts, clock);
    lifecycle.sandboxes().observe(logs);
    this.execution = new ExecutionRoutes(work, logs);
    var recorded = new SignalRoutes(work, lifecycle.sandboxes(), store, sampler);
    var dashboard =
        new Dashboard(work, lifecycle.sandboxes(), recorded, options.observability().prefix());
    this.server =
        new EngineServer(
            vertx,
            options.host(),
            key,
            lifecycle,
            parts(),
            List.of(recorded, dashboard.tokens()),
            List.of(dashboard.page()),
            this,
            work,
            directories.runtime(),
            telemetry);
  }

  private List<SandboxRoutes> parts() {
    return List.of(execution, files);
  }

  private static void beside(Runnable work) {
    Thread thread = new Thread(work, "engine-start");
    thread.setDaemon(true);
    thread.start();
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(2)
            .setWorkerPoolSize(2)
            .setInternalBlockingPoolSize(2)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  /**
   * Takes over what an earlier engine left, and serves.
   *
   * @return the port
   * @throws IsolationException if sandboxes are impossible here, with the fix
   */
  int start() throws IOException {
    lifecycle.start();
    isolation.capabilities();
    sampler.start();
    logs.start();
    forwarder.start();
    port = server.listen(options.port(), options.host());
    return port;
  }

  /** Blocks until the engine is told to stop, or has been idle long enough. */
  void awaitEnd() throws InterruptedException {
    long idleSeconds = TimeUnit.MINUTES.toSeconds(options.idleMinutes());
    while (!stopping.await(IDLE_CHECK_SECONDS, TimeUnit.SECONDS)) {
      boolean idle = server.idleSeconds() >= idleSeconds;
      if (idle && lifecycle.sandboxes().running() == 0) {
        return;
      }
    }
  }

  @Override
  public ObjectNode describe() {
    HostCapabilities host = isolation.capabilities();
    ObjectNode json =
        Json.object()
            .put("version", Version.CURRENT)
            .put("pid", ProcessHandle.current().pid())
            .put("startedAt", startedAt.toString())
            .put("mode", host.root() ? "root" : "rootless")
            .put("address", options.host())
            .put("port", port)
            .put("stateDirectory", directories.state().toString());
    ObjectNode isolated =
        json.putObject("isolation")
            .put("executor", label(host.executor()))
            .put("userNamespaces", true)
            .put("idMapping", label(host.idMapping()))
            .put("seccomp", host.seccomp())
            .put("cgroups", label(host.cgroups()))
            .put("disk", host.diskLimits() ? "loop" : "soft")
            .put("network", host.hostAllowedNetwork() ? "slirp4netns" : "none")
            .put("telemetry", host.loopbackRelay());
    isolated.set("notes", Json.array(host.notes()));
    json.putObject("sandboxes")
        .put("total", lifecycle.sandboxes().total())
        .put("running", lifecycle.sandboxes().running());
    ObjectNode forwarding = forwarder.describe();
    json.set("forwarding", forwarding);
    json.set(
        "signals", counts.toJson().put("queuedBytes", forwarding.path("queuedBytes").asLong()));
    return json.put("memoryBytes", residentBytes());
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Memory of this process, in bytes. */
  private static long residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException e) {
      System.getLogger(Engine.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot tell the memory in use", e);
    }
    return 0;
  }

  @Override
  public ObjectNode signals(String sandbox) {
    return counts.toJson(sandbox).put("queuedBytes", forwarder.queuedBytes(sandbox));
  }

  @Override
  public void stop(boolean force) {
    int running = lifecycle.sandboxes().running();
    if (running > 0 && !force) {
      throw new ApiException(
          409,
          "ENGINE::BUSY",
          running + " sandboxes run; with force they go on, and the next engine finds them");
    }
    stopSoon();
  }

  /** Makes {@link #awaitEnd} return. */
  void stopSoon() {
    stopping.countDown();
  }

  /** Ends serving; sandboxes go on. */
  @Override
  public void close() {
    server.close();
    sampler.close();
    execution.close();
    files.close();
    lifecycle.close();
    receivers.close();
    logs.close();
    forwarder.close();
    store.close();
    telemetry.close();
    work.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(3, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.getLogger(Engine.class.getName())
          .log(System.Logger.Level.DEBUG, "the event loops did not end in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
