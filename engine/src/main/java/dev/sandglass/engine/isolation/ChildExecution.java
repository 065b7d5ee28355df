package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that is a child of the engine. */
final class ChildExecution implements Execution {
  private static final long OUTPUT_GRACE_MILLIS = 100;
  private static final long EXIT_CODE_MILLIS = 2_000;
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LinuxHolder holder;
  private final Process process;
  private final Path files;
  private final boolean terminal;
  private final String stdoutPipe;
  private final String stderrPipe;
  private final OutputPump stdout;
  private final OutputPump stderr;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  /** The command's process id after it ended: what it left running is still in its session. */
  private volatile long endedPid = -1;

  /**
   * Takes over a process that was just started.
   *
   * @param files prefix of the files ARGS and STATUS, deleted when the command has ended
   */
  ChildExecution(LinuxHolder holder, Process process, Path files, boolean terminal) {
    this.holder = holder;
    this.process = process;
    this.files = files;
    this.terminal = terminal;
    this.stdoutPipe = ProcessTable.openFile(process.pid(), 1);
    this.stderrPipe = ProcessTable.openFile(process.pid(), 2);
    String name = "execution-" + process.pid();
    this.stdout = new OutputPump(process.getInputStream(), name + "-stdout", false);
    this.stderr = new OutputPump(process.getErrorStream(), name + "-stderr", true);
    var waiter = new Thread(this::await, name + "-exit");
    waiter.setDaemon(true);
    waiter.start();
  }

  private void await() {
    try {
      int code = process.waitFor();
      endedPid = hostPid();
      String message = code == 1 ? stderr.takeLaunchMessage(OUTPUT_GRACE_MILLIS) : "";
      var mapped = LaunchFailure.exitCode(message);
      if (message.isEmpty() || code != 1) {
        stderr.releaseLaunchMessage();
        exit.complete(code);
      } else if (mapped.isPresent()) {
        stderr.append(LaunchFailure.standardError(message));
        exit.complete(mapped.getAsInt());
      } else {
        exit.completeExceptionally(LaunchFailure.exception(message));
      }
      forget();
      stdout.commandEnded(OUTPUT_GRACE_MILLIS, () -> holder.holdsOpen(stdoutPipe));
      stderr.commandEnded(OUTPUT_GRACE_MILLIS, () -> holder.holdsOpen(stderrPipe));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exit.completeExceptionally(new IsolationException("the engine is stopping", e));
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(ExecutionFiles.arguments(files));
      Files.deleteIfExists(ExecutionFiles.status(files));
    } catch (IOException e) {
      System.getLogger(ChildExecution.class.getName())
          .log(System.Logger.Level.WARNING, "cannot delete the files of an execution", e);
    }
  }

  @Override
  public OutputStream stdin() {
    return process.getOutputStream();
  }

  @Override
  public InputStream stdout() {
    return stdout;
  }

  @Override
  public InputStream stderr() {
    return stderr;
  }

  @Override
  public long hostPid() {
    return ExecutionFiles.childPid(files);
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  @Override
  public void signal(String signal) {
    Signals.require(signal);
    long pid = startedPid();
    if (pid < 0) {
      if (signal.equals("KILL") || signal.equals("TERM")) {
        process.destroyForcibly();
      }
      return;
    }
    holder.signalCommand(pid, signal, terminal);
  }

  /** Waits for a command that was only just started; on a busy machine that may take a while. */
  private long startedPid() {
    long deadline = System.nanoTime() + START_NANOS;
    while (process.isAlive() && System.nanoTime() - deadline < 0) {
      long pid = hostPid();
      if (pid > 0) {
        return pid;
      }
      LinuxHolder.nap();
    }
    return -1;
  }

  @Override
  public void terminate(long graceMillis) {
    var thread = new Thread(() -> end(graceMillis), "execution-" + process.pid() + "-end");
    thread.setDaemon(true);
    thread.start();
  }

  private void end(long graceMillis) {
    long pid = endedPid > 0 ? endedPid : startedPid();
    if (pid > 0) {
      holder.end(pid, graceMillis);
      awaitExitCode();
    }
    process.destroyForcibly();
  }

  /** Lets the launcher, whose command is gone by now, say how that ended. */
  private void awaitExitCode() {
    try {
      process.waitFor(EXIT_CODE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void resize(TerminalSize size) {
    long pid = terminal ? startedPid() : -1;
    if (pid < 0) {
      return;
    }
    // The terminal comes a moment after its process.
    long deadline = System.nanoTime() + START_NANOS;
    while (process.isAlive() && !tryResize(pid, size) && System.nanoTime() - deadline < 0) {
      LinuxHolder.nap();
    }
  }

  private boolean tryResize(long pid, TerminalSize size) {
    for (long member : ProcessTable.family(pid)) {
      if (member != pid && ProcessTable.find(member).filter(e -> e.foreground() > 0).isPresent()) {
        holder.resize(member, size);
        return true;
      }
    }
    return false;
  }
}
