package dev.sandglass.engine.observability.logs;

import dev.sandglass.engine.lifecycle.ObservedSandbox;
import dev.sandglass.engine.lifecycle.SandboxObserver;
import dev.sandglass.engine.lifecycle.SandboxState;
import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.observability.ResourceStamp;
import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.SignalSink;
import dev.sandglass.engine.observability.store.SignalStore;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns into log records what commands write and what happens to sandboxes. Thread-safe; what it is
 * given it takes at once, and the rest is done by a thread of its own.
 */
public final class LogCapture implements OutputCapture, SandboxObserver, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LogCapture.class.getName());
  private static final long GATHER_MILLIS = 100;
  private static final long SWEEP_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 1_000;

  /** For how long a sandbox is not deleted because its last output is not read yet. */
  private static final long LAST_MILLIS = 1_000;

  private static final int MAX_NAME = 128;

  /** Output of all sandboxes together that waits for the worker. */
  private static final long WAITING_BYTES = 16L * 1024 * 1024;

  /** What a piece of output takes beyond its bytes. */
  private static final int PIECE_BYTES = 128;

  private final Sandboxes sandboxes;
  private final SignalSink signals;
  private final SignalCounts counts;
  private final Clock clock;
  private final OutputFiles files;
  private final AtomicLong waiting = new AtomicLong();
  private final Map<String, SandboxLog> logs = new ConcurrentHashMap<>();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "log-capture");
            thread.setDaemon(true);
            return thread;
          });

  /** Makes the capture; {@link #start} must follow. */
  public LogCapture(
      Sandboxes sandboxes,
      SignalStore store,
      SignalSink signals,
      SignalCounts counts,
      Clock clock) {
    this.sandboxes = sandboxes;
    this.signals = signals;
    this.counts = counts;
    this.clock = clock;
    this.files = new OutputFiles(store, signals, this::log);
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
                counts,
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
    if (!signals.wants()) {
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
        take(log, streams.get(stream), bytes, offset, length);
      }

      @Override
      public void close() {
        later(() -> streams.values().forEach(LineAssembler::finish));
      }
    };
  }

  /** Copies what is to be recorded, and leaves it to the worker: the command is not held up. */
  private void take(SandboxLog log, LineAssembler lines, byte[] bytes, int offset, int length) {
    int room = (int) Math.max(0, Math.min(length, WAITING_BYTES - waiting.get()));
    int covered = log.allowance().take(room);
    if (covered == 0) {
      log.drop(length);
      return;
    }
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + covered);
    waiting.addAndGet(covered + PIECE_BYTES);
    later(
        () -> {
          waiting.addAndGet(-covered - PIECE_BYTES);
          lines.accept(copy, 0, covered, length - covered);
        });
  }

  private void later(Runnable work) {
    try {
      worker.execute(work);
    } catch (RejectedExecutionException e) {
      // The engine is ending, and its commands with it.
      LOG.log(System.Logger.Level.DEBUG, "the last output of a command is not recorded");
    }
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
    later(() -> happened(id, now, reason, message));
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

  @Override
  public void ended(ObservedSandbox sandbox) {
    if (!signals.wants()) {
      return;
    }
    try {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_MILLIS);
      while (!OutputFiles.complete(sandbox) && System.nanoTime() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      worker.submit(() -> files.readLast(sandbox)).get(LAST_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "the last output of {0}: {1}", sandbox.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Passes on what was gathered. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    logs.values().forEach(SandboxLog::flush);
  }
}
