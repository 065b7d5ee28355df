package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.DetachedExecution;
import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.isolation.SandboxUser;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * One sandbox and its state machine. States change under its own lock, which is never held during
 * slow work; slow work is done one step after the other by its own queue. Thread-safe.
 */
final class Sandbox {
  private static final System.Logger LOG = System.getLogger(Sandbox.class.getName());
  private static final long LOG_LIMIT_BYTES = 64L * 1024 * 1024;
  private static final long DELETE_GRACE_MILLIS = 2000;

  private final Object lock = new Object();
  private final Path directory;
  private final Isolation isolation;
  private final Clock clock;
  private final Executor steps;
  private final StateWaiters waiters = new StateWaiters();

  /** Whether this engine is deleting it already; guarded by the lock. */
  private boolean removing;

  private volatile SandboxRecord record;
  private volatile Optional<Holder> holder = Optional.empty();
  private volatile Optional<DetachedExecution> entrypoint = Optional.empty();
  private volatile Instant resumedAt = Instant.MIN;
  private volatile Watcher watcher = Watcher.NOBODY;

  /** Is told what happens to a sandbox. */
  interface Watcher {
    /** Does nothing. */
    Watcher NOBODY = (before, now) -> {};

    /** Its state is another. Called with the lock held: it must be quick. */
    void changed(SandboxState before, SandboxRecord now);

    /** Its processes have ended; what they wrote is deleted next. */
    default void ended() {}
  }

  Sandbox(SandboxRecord record, Path directory, Isolation isolation, Clock clock, Executor pool) {
    this.record = record;
    this.directory = directory;
    this.isolation = isolation;
    this.clock = clock;
    this.steps = new SerialExecutor(pool);
  }

  SandboxRecord record() {
    return record;
  }

  Path directory() {
    return directory;
  }

  Optional<Holder> holder() {
    return holder;
  }

  Optional<DetachedExecution> entrypoint() {
    return entrypoint;
  }

  /** When it was last resumed by somebody. */
  Instant resumedAt() {
    return resumedAt;
  }

  /** The running sandbox; refused in every other state. */
  LiveSandbox live() {
    SandboxRecord now = record;
    Optional<Holder> current = holder;
    if (now.state() != SandboxState.RUNNING || current.isEmpty()) {
      throw Invalid.state(
          "sandbox "
              + now.id()
              + " is "
              + now.state().label().toLowerCase(Locale.ROOT)
              + hint(now));
    }
    return new RunningSandbox(now.origin(), current.get(), directory);
  }

  private static String hint(SandboxRecord now) {
    return switch (now.state()) {
      case PAUSED -> ": sand resume " + now.id() + " continues it";
      case STOPPED, FAILED -> ": sand start " + now.id() + " starts it";
      default -> "";
    };
  }

  /** Tells somebody of every change from now on. */
  void watch(Watcher next) {
    watcher = next;
  }

  /** Takes in that nothing about it may be recorded, now or by a later engine. */
  void forbidRecording() {
    synchronized (lock) {
      if (!record.unrecorded()) {
        record = record.asUnrecorded();
        if (!record.deleting()) {
          saveIfPossible();
        }
      }
    }
  }

  /** Writes the first record and begins to make the sandbox. */
  void provision() {
    save(record);
    steps.execute(() -> run("provision_failed"));
  }

  /** Starts a stopped or failed sandbox. */
  void start() {
    move(
        Set.of(SandboxState.STOPPED, SandboxState.FAILED),
        SandboxState.STARTING,
        "user_start",
        "started");
    steps.execute(() -> run("start_failed"));
  }

  private void run(String failure) {
    Holder started = null;
    try {
      if (record.deleting()) {
        return;
      }
      holder.ifPresent(old -> old.stop(0));
      holder = Optional.empty();
      if (!Mounts.unchanged(record.origin().volumes())) {
        throw new IsolationException("a directory that is mounted into it is gone, or a link now");
      }
      started = isolation.start(record.origin().holderSpec());
      entrypoint = Optional.of(startEntrypoint(started));
      attach(started);
      finish(SandboxState.RUNNING, "running", "");
    } catch (RuntimeException e) {
      if (started != null) {
        stopQuietly(started, 0);
      }
      holder = Optional.empty();
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", record.id(), e.toString());
      finish(SandboxState.FAILED, failure, String.valueOf(e.getMessage()));
    }
  }

  private DetachedExecution startEntrypoint(Holder started) {
    Path files = directory.resolve("commands").resolve("entrypoint");
    if (Files.exists(files)) {
      watcher.ended();
      isolation.deleteTree(files);
    }
    SandboxRecord.Origin origin = record.origin();
    ExecutionSpec spec =
        new ExecutionSpec(
            origin.entrypoint(),
            origin.workingDirectory(),
            origin.environment(),
            SandboxUser.ROOT,
            Optional.empty());
    return started.executeDetached(spec, files, LOG_LIMIT_BYTES);
  }

  /** Takes a holder that was just started, or found again. */
  private void attach(Holder current) {
    holder = Optional.of(current);
    current.ended().thenRun(() -> steps.execute(() -> lost(current)));
  }

  private void lost(Holder gone) {
    if (holder.isEmpty() || holder.get() != gone || record.deleting()) {
      return;
    }
    SandboxState state = record.state();
    if (state == SandboxState.STOPPING || state == SandboxState.STARTING) {
      return;
    }
    stopQuietly(gone, 0);
    holder = Optional.empty();
    String message = "its processes were ended from outside: sand start " + record.id();
    finish(SandboxState.FAILED, "holder_lost", message);
  }

  void pause(String reason, String message) {
    move(Set.of(SandboxState.RUNNING), SandboxState.PAUSING, reason, message);
    steps.execute(
        () ->
            step(
                SandboxState.PAUSING,
                SandboxState.PAUSED,
                reason,
                message,
                () -> current().pause()));
  }

  void resume() {
    move(Set.of(SandboxState.PAUSED), SandboxState.RESUMING, "user_resume", "");
    resumedAt = clock.instant();
    steps.execute(
        () ->
            step(
                SandboxState.RESUMING,
                SandboxState.RUNNING,
                "running",
                "",
                () -> current().resume()));
  }

  void stop(long graceMillis) {
    move(
        Set.of(SandboxState.RUNNING, SandboxState.PAUSED, SandboxState.FAILED),
        SandboxState.STOPPING,
        "user_stop",
        "");
    steps.execute(
        () -> {
          try {
            holder.ifPresent(running -> running.stop(graceMillis));
            holder = Optional.empty();
            finish(SandboxState.STOPPED, "user_stop", "its files are kept");
          } catch (RuntimeException e) {
            finish(SandboxState.FAILED, "stop_failed", String.valueOf(e.getMessage()));
          }
        });
  }

  /** Runs a step of slow work, unless the sandbox has left the state the step belongs to. */
  private void step(
      SandboxState during, SandboxState then, String reason, String message, Runnable work) {
    if (record.state() != during || record.deleting()) {
      return;
    }
    try {
      work.run();
      finish(then, reason, message);
    } catch (RuntimeException e) {
      finish(SandboxState.FAILED, "runtime_error", String.valueOf(e.getMessage()));
    }
  }

  private Holder current() {
    return holder.orElseThrow(() -> new IsolationException("its processes are gone"));
  }

  /** Does something with the running sandbox's files while it stands still. */
  void whileFrozen(Runnable work) {
    steps.execute(
        () -> {
          Optional<Holder> running = holder;
          boolean freeze = running.isPresent() && record.state() == SandboxState.RUNNING;
          try {
            if (freeze) {
              running.get().pause();
            }
            work.run();
          } finally {
            if (freeze) {
              running.get().resume();
            }
          }
        });
  }

  /**
   * Ends the sandbox for good.
   *
   * @param reason {@code user_delete} or {@code ttl_expiry}
   * @param gone called when nothing is left but its directory's name
   * @return false if that was under way already
   */
  boolean delete(String reason, Runnable gone) {
    synchronized (lock) {
      if (removing) {
        return false;
      }
      removing = true;
      change(record.asDeleting().with(SandboxState.STOPPING, reason, "", clock.instant()));
      saveIfPossible();
    }
    steps.execute(() -> remove(gone));
    return true;
  }

  private void remove(Runnable gone) {
    try {
      boolean files = record.origin().volumes().stream().anyMatch(v -> !v.bind().readOnly());
      holder.ifPresent(running -> running.stop(files ? DELETE_GRACE_MILLIS : 0));
      holder = Optional.empty();
      watcher.ended();
      isolation.deleteTree(directory);
    } catch (RuntimeException e) {
      // Deleting again tries again, and so does the next engine.
      LOG.log(System.Logger.Level.ERROR, "{0} is not deleted: {1}", record.id(), e.toString());
      synchronized (lock) {
        removing = false;
        String message = "not deleted yet: " + e.getMessage();
        change(record.with(SandboxState.FAILED, "delete_failed", message, clock.instant()));
      }
      return;
    }
    gone.run();
    synchronized (lock) {
      change(record.with(SandboxState.TERMINATED, record.status().reason(), "", clock.instant()));
    }
  }

  /** Changes what is not the state. */
  SandboxRecord update(UnaryOperator<SandboxRecord> change) {
    synchronized (lock) {
      if (record.deleting()) {
        throw Invalid.state("sandbox " + record.id() + " is being deleted");
      }
      SandboxRecord next = change.apply(record);
      if (!next.equals(record)) {
        save(next);
        record = next;
      }
      return next;
    }
  }

  /** Takes the holder that an earlier engine left; at the engine's start. */
  void adopt(Holder found) {
    entrypoint =
        Optional.of(found.adoptDetached(directory.resolve("commands").resolve("entrypoint")));
    attach(found);
    boolean paused =
        record.state() == SandboxState.PAUSED || record.state() == SandboxState.PAUSING;
    if (paused && !found.paused()) {
      found.pause();
    } else if (!paused && found.paused()) {
      found.resume();
    }
    SandboxState state = paused ? SandboxState.PAUSED : SandboxState.RUNNING;
    if (record.state() != state) {
      finish(state, "engine_restart", "found again by a new engine");
    }
  }

  /** Records that no holder was found; at the engine's start. */
  void stopped(String reason, String message) {
    finish(SandboxState.STOPPED, reason, message);
  }

  /**
   * Completes when the sandbox is in one of these states; exceptionally when that can no longer
   * come about. {@link SandboxState#TERMINATED} is reached when nothing is left of it.
   */
  CompletableFuture<SandboxRecord> await(Set<SandboxState> states) {
    synchronized (lock) {
      return waiters.await(states, record);
    }
  }

  private void move(Set<SandboxState> from, SandboxState to, String reason, String message) {
    synchronized (lock) {
      if (!from.contains(record.state()) || record.deleting()) {
        throw Invalid.state(
            "sandbox "
                + record.id()
                + " is "
                + record.state().label()
                + "; this needs "
                + String.join(" or ", from.stream().map(SandboxState::label).sorted().toList()));
      }
      change(record.with(to, reason, message, clock.instant()));
    }
  }

  private void finish(SandboxState to, String reason, String message) {
    synchronized (lock) {
      if (record.deleting()) {
        return;
      }
      change(record.with(to, reason, message, clock.instant()));
      saveIfPossible();
    }
  }

  private void saveIfPossible() {
    try {
      save(record);
    } catch (UncheckedIOException e) {
      // The next transition writes again; until then a new engine would see the state before.
      LOG.log(System.Logger.Level.ERROR, "state of {0} not kept: {1}", record.id(), e.toString());
    }
  }

  private void change(SandboxRecord next) {
    SandboxState before = record.state();
    record = next;
    waiters.changed(next);
    watcher.changed(before, next);
  }

  private void save(SandboxRecord next) {
    JsonFiles.write(directory.resolve(SandboxStore.RECORD), next.toJson());
  }

  private static void stopQuietly(Holder holder, long graceMillis) {
    try {
      holder.stop(graceMillis);
    } catch (RuntimeException e) {
      // The failure that led here is what is reported; orphans are collected at the next start.
      LOG.log(System.Logger.Level.WARNING, "cannot clear away {0}", holder.id(), e);
    }
  }
}
