package dev.sandglass.engine.execution;

import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.observability.logs.CommandOutput;
import dev.sandglass.engine.observability.logs.Iostream;
import dev.sandglass.engine.observability.logs.OutputCapture;
import dev.sandglass.engine.server.BlockingWork;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The foreground commands of one sandbox: each streams its outputs to the client that started it
 * and ends with that client. The last {@value #REMEMBERED} are remembered. Thread-safe.
 */
final class ForegroundCommands {
  private static final int REMEMBERED = 1_000;
  private static final long GRACE_MILLIS = 2_000;

  private final LiveSandbox sandbox;
  private final OutputCapture capture;
  private final Workers workers;
  private final Admission.Share admission;
  private final Map<String, Running> commands =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Running> eldest) {
          return size() > REMEMBERED && !eldest.getValue().status().running();
        }
      };

  ForegroundCommands(
      LiveSandbox sandbox, Workers workers, Admission.Share admission, OutputCapture capture) {
    this.sandbox = sandbox;
    this.capture = capture;
    this.workers = workers;
    this.admission = admission;
  }

  /**
   * What is remembered of a command.
   *
   * @param exitCode present once it ended
   * @param failure why it failed
   */
  record Status(
      String content,
      Instant startedAt,
      Optional<Instant> finishedAt,
      OptionalInt exitCode,
      Optional<String> failure) {
    boolean running() {
      return finishedAt.isEmpty();
    }
  }

  private static final class Running {
    private final Execution execution;
    private volatile Status status;
    private volatile boolean timedOut;

    private Running(Execution execution, Status status) {
      this.execution = execution;
      this.status = status;
    }

    private Status status() {
      return status;
    }
  }

  /** What is known of a command. */
  Optional<Status> status(String id) {
    synchronized (commands) {
      return Optional.ofNullable(commands.get(id)).map(Running::status);
    }
  }

  /** Ends a command; returns whether there is one of this identifier. */
  boolean terminate(String id) {
    Running running;
    synchronized (commands) {
      running = commands.get(id);
    }
    if (running == null) {
      return false;
    }
    if (running.status().running()) {
      running.execution.terminate(GRACE_MILLIS);
    }
    return true;
  }

  /** Runs a command until its end, however that comes about. */
  void run(
      ExecutionSpec spec, String content, OptionalLong timeoutMillis, BlockingWork.Stream stream)
      throws IOException {
    Admission.Permit permit = admission.acquire();
    try {
      String id = Ids.next("cmd");
      Execution execution = sandbox.holder().execute(spec);
      var begun =
          new Status(
              content, Instant.now(), Optional.empty(), OptionalInt.empty(), Optional.empty());
      var running = new Running(execution, begun);
      synchronized (commands) {
        commands.put(id, running);
      }
      try (CommandOutput copy = capture.command(sandbox.id(), id, spec.command().get(0))) {
        execution.stdin().close();
        follow(id, running, timeoutMillis, stream, copy);
      } finally {
        if (running.status().running()) {
          execution.terminate(GRACE_MILLIS);
          remember(running, OptionalInt.empty(), Optional.of("the client went away"));
        }
      }
    } finally {
      permit.close();
    }
  }

  private void follow(
      String id,
      Running running,
      OptionalLong timeoutMillis,
      BlockingWork.Stream stream,
      CommandOutput copy)
      throws IOException {
    Execution execution = running.execution;
    Optional<ScheduledFuture<?>> timer = Optional.empty();
    if (timeoutMillis.isPresent()) {
      timer =
          Optional.of(
              workers
                  .timers()
                  .schedule(
                      () -> {
                        running.timedOut = true;
                        execution.terminate(GRACE_MILLIS);
                      },
                      timeoutMillis.getAsLong(),
                      TimeUnit.MILLISECONDS));
    }
    try (var events = new EventStream(stream, workers, id)) {
      events.clientGone().thenRun(() -> execution.terminate(GRACE_MILLIS));
      CompletableFuture<Boolean> stdout =
          OutputCopy.lines(workers.pool(), execution.stdout(), events, Iostream.STDOUT, copy);
      CompletableFuture<Boolean> stderr =
          OutputCopy.lines(workers.pool(), execution.stderr(), events, Iostream.STDERR, copy);
      if (!stdout.join() | !stderr.join()) {
        execution.terminate(GRACE_MILLIS);
      }
      end(running, timeoutMillis, events);
    } finally {
      timer.ifPresent(pending -> pending.cancel(false));
    }
  }

  private void end(Running running, OptionalLong timeoutMillis, EventStream events)
      throws IOException {
    Status begun = running.status();
    try {
      int code = running.execution.exit().join();
      String reason =
          running.timedOut
              ? "the command was ended after its time-out of " + timeoutMillis.orElse(0) + " ms"
              : "the command ended with exit code " + code;
      if (running.timedOut && code == 0) {
        // It handled the signal and ended well; the client still has to know that it was cut short.
        code = 124;
      }
      remember(running, OptionalInt.of(code), code == 0 ? Optional.empty() : Optional.of(reason));
      long millis = Instant.now().toEpochMilli() - begun.startedAt().toEpochMilli();
      events.commandEnded(code, millis, reason);
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof IsolationException)) {
        throw e;
      }
      String reason = String.valueOf(e.getCause().getMessage());
      remember(running, OptionalInt.of(126), Optional.of(reason));
      events.error("CommandExecError", reason, List.of(reason));
    }
  }

  private static void remember(Running running, OptionalInt code, Optional<String> failure) {
    Status begun = running.status();
    running.status =
        new Status(begun.content(), begun.startedAt(), Optional.of(Instant.now()), code, failure);
  }
}
