package dev.sandglass.engine.observability.logs;

import dev.sandglass.engine.lifecycle.SandboxObserver;
import dev.sandglass.engine.lifecycle.SandboxState;
import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.observability.ResourceStamp;
import dev.sandglass.engine.observability.SignalSink;
import dev.sandglass.engine.observability.store.SignalStore;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Turns into log records what commands write and what happens to sandboxes. Thread-safe; what it is
 * given it takes at once, and the rest is done by a thread of its own.
 */
public final class LogCapture implements OutputCapture, SandboxObserver, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LogCapture.class.getName());
  private static final long GATHER_MILLIS = 100;
  private static final long SWEEP_MILLIS = 1_000;
  private static final int MAX_NAME = 128;

  private final Sandboxes sandboxes;
  private final SignalStore store;
  private final SignalSink signals;
  private final Clock clock;
  private final OutputFiles files;
  private final Map<String, SandboxLog> logs = new ConcurrentHashMap<>();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "log-capture");
            thread.setDaemon(true);
            return thread;
          });

  /** Makes the capture; {@link #start} must follow. */
  public LogCapture(Sandboxes sandboxes, SignalStore store, SignalSink signals, Clock clock) {
    this.sandboxes = sandboxes;
    this.store = store;
    this.signals = signals;
    this.clock = clock;
    this.files = new OutputFiles(store, this::log);
  }

  /** Begins to follow the files that commands in the background write. */
  public void start() {
    worker.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private SandboxLog log(String sandbox) {
    return logs.computeIfAbsent(
        sandbox,
        id ->
            new SandboxLog(
                id,
                signals,
                work -> worker.schedule(work, GATHER_MILLIS, TimeUnit.MILLISECONDS),
                clock));
  }

  private void sweep() {
    try {
      files.read(sandboxes.observed());
    } catch (RuntimeException | Error e) {
      // The worker would not call again, and nobody would know.
      LOG.log(System.Logger.Level.WARNING, "outputs of commands could not be read", e);
    }
  }

  @Override
  public CommandOutput command(String sandbox, String process, String program) {
    if (!store.keeps()) {
      return CommandOutput.NONE;
    }
    SandboxLog log = log(sandbox);
    String name = name(program);
    Map<Iostream, LineAssembler> streams = new EnumMap<>(Iostream.class);
    for (Iostream stream : Iostream.values()) {
      streams.put(stream, log.assembler(process, name, stream));
    }
    return new CommandOutput() {
      @Override
      public void accept(Iostream stream, byte[] bytes, int offset, int length) {
        LineAssembler assembler = streams.get(stream);
        synchronized (assembler) {
          assembler.accept(bytes, offset, length);
        }
      }

      @Override
      public void close() {
        for (LineAssembler assembler : streams.values()) {
          synchronized (assembler) {
            assembler.finish();
          }
        }
      }
    };
  }

  /** The program's name without its directory; arguments never come here. */
  static String name(String program) {
    String name = program.substring(program.lastIndexOf('/') + 1);
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }

  @Override
  public void changed(
      String id, SandboxState before, SandboxState now, String reason, String message) {
    if (before == now) {
      return;
    }
    try {
      worker.execute(() -> happened(id, now, reason, message));
    } catch (RejectedExecutionException e) {
      // The engine is ending; the sandbox goes on without it.
      LOG.log(System.Logger.Level.DEBUG, "{0} is {1}: not recorded", id, now);
    }
  }

  private void happened(String id, SandboxState now, String reason, String message) {
    if (now == SandboxState.STOPPING || now == SandboxState.STOPPED) {
      sweep();
    }
    List<KeyValue> attributes = new ArrayList<>();
    attributes.add(ResourceStamp.text("sandbox.state", now.label()));
    attributes.add(ResourceStamp.text("sandbox.reason", reason));
    String text =
        "the sandbox is "
            + now.label().toLowerCase(Locale.ROOT)
            + (message.isEmpty() ? "" : ": " + message);
    SandboxLog log = log(id);
    log.event("sandbox.state", text, now == SandboxState.FAILED, attributes);
    if (now == SandboxState.TERMINATED) {
      log.flush();
      logs.remove(id, log);
      files.forget(id);
    }
  }

  /** Passes on what was gathered. */
  @Override
  public void close() {
    worker.shutdownNow();
    logs.values().forEach(SandboxLog::flush);
  }
}
