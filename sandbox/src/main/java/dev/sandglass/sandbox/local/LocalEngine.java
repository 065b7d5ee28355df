package dev.sandglass.sandbox.local;

import dev.sandglass.sandbox.DashboardLink;
import dev.sandglass.sandbox.EngineControl;
import dev.sandglass.sandbox.EngineInfo;
import dev.sandglass.sandbox.ObservedOperation;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.Secret;
import dev.sandglass.sandbox.UsageTelemetry;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Server;
import dev.sandglass.sandbox.opensandbox.EngineApi;
import dev.sandglass.sandbox.opensandbox.ServerSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** This user's engine: found, started, replaced when it is of another version, stopped. */
final class LocalEngine implements ServerSource, EngineControl {
  private final RuntimeDirectory directory;
  private final EngineStarter starter;
  private final EngineApi api;
  private final OperationObserver observer;
  private final String version;
  private final UsageTelemetry usageTelemetry;
  private volatile @Nullable Server known;

  LocalEngine(
      RuntimeDirectory directory,
      EngineStarter starter,
      EngineApi api,
      OperationObserver observer,
      String version,
      UsageTelemetry usageTelemetry) {
    this.directory = directory;
    this.starter = starter;
    this.api = api;
    this.observer = observer;
    this.version = version;
    this.usageTelemetry = usageTelemetry;
  }

  @Override
  public Server server() {
    Server server = known;
    if (server == null) {
      server = address(find());
      known = server;
    }
    return server;
  }

  @Override
  public Optional<Server> replacement(Server unreachable) {
    Server now = address(find());
    known = now;
    return now.equals(unreachable) ? Optional.empty() : Optional.of(now);
  }

  /** Where an engine listens, with the header that tells it what it may record. */
  private Server address(EngineFile engine) {
    if (usageTelemetry == UsageTelemetry.UNSAID) {
      return engine.server();
    }
    boolean off = usageTelemetry == UsageTelemetry.OFF;
    Map<String, Secret> headers = new HashMap<>(engine.server().headers());
    headers.put(
        UsageTelemetry.HEADER, Secret.of(off ? UsageTelemetry.OFF_VALUE : UsageTelemetry.ON_VALUE));
    return new Server(engine.server().base(), headers);
  }

  private synchronized EngineFile find() {
    EngineFile engine = EngineFile.readLiving(directory.engineFile()).orElseGet(this::launch);
    if (engine.version().equals(version)) {
      return engine;
    }
    replaceIfIdle(engine);
    return launch();
  }

  /** A part of whatever operation needed the engine first. */
  private EngineFile launch() {
    return observed(Operation.ENGINE_LAUNCH, starter::start);
  }

  private void replaceIfIdle(EngineFile engine) {
    try {
      api.stop(address(engine), false);
    } catch (SandboxException.Conflict e) {
      throw new SandboxException.EngineUnavailable(
          "The engine that runs is version "
              + Failures.printable(engine.version())
              + " and has running sandboxes, but this is version "
              + version
              + "; run 'sand engine stop --force' (the sandboxes go on) and try again",
          Details.causedBy(e));
    } catch (SandboxException.ProviderUnreachable | SandboxException.ConnectionLost e) {
      // it is ending already; if it is not, the wait says so
    }
    EngineStarter.awaitEnd(engine);
  }

  @Override
  public Optional<EngineInfo> status() {
    return observed(
        Operation.ENGINE_STATUS,
        () -> EngineFile.readLiving(directory.engineFile()).flatMap(this::ask));
  }

  private Optional<EngineInfo> ask(EngineFile engine) {
    try {
      return Optional.of(api.info(address(engine)));
    } catch (SandboxException.ProviderUnreachable e) {
      if (engine.isAlive()) {
        throw new SandboxException.EngineUnavailable(
            "The engine (process "
                + engine.pid()
                + ") runs but does not answer; see "
                + directory.log(),
            Details.causedBy(e));
      }
      return Optional.empty();
    }
  }

  @Override
  public EngineInfo start() {
    return observed(Operation.ENGINE_START, () -> api.info(server()));
  }

  @Override
  public boolean stop(boolean force) {
    return observed(
        Operation.ENGINE_STOP,
        () -> {
          Optional<EngineFile> engine = EngineFile.readLiving(directory.engineFile());
          engine.ifPresent(
              running -> {
                api.stop(address(running), force);
                EngineStarter.awaitEnd(running);
                known = null;
              });
          return engine.isPresent();
        });
  }

  @Override
  public DashboardLink dashboard() {
    return observed(
        Operation.ENGINE_DASHBOARD,
        () -> {
          try {
            return api.dashboard(server());
          } catch (SandboxException.ProviderUnreachable e) {
            // The engine that was known has ended meanwhile.
            Server next = replacement(server()).orElseThrow(() -> e);
            return api.dashboard(next);
          }
        });
  }

  @Override
  public Path logFile() {
    return directory.log();
  }

  private <T> T observed(Operation operation, Supplier<T> work) {
    return observer.observe(
        new ObservedOperation(operation, LocalProvider.KIND, Optional.empty()),
        observation -> work.get());
  }
}
