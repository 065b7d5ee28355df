package dev.sandglass.engine.execution;

import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.isolation.TerminalSize;
import dev.sandglass.engine.server.BlockingSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A shell in a terminal (or on pipes) that outlives its client's connection. The shell starts with
 * the first connection; when it has ended, the next connection starts another. One client at a
 * time. Thread-safe.
 */
final class PtySession {
  private static final int CHUNK_BYTES = 32 * 1024;
  private static final long GRACE_MILLIS = 1_000;

  private final String id;
  private final SandboxExecutions inside;
  private final Workers workers;
  private final Optional<String> workingDirectory;
  private final Optional<String> command;
  private final ReplayBuffer output = new ReplayBuffer();
  private @Nullable Execution execution;
  private @Nullable InputQueue input;
  private @Nullable BlockingSocket client;
  private CompletableFuture<Integer> exit = new CompletableFuture<>();
  private boolean terminal;
  private boolean launched;
  private boolean launchFailed;
  private boolean closed;

  PtySession(
      String id,
      SandboxExecutions inside,
      Workers workers,
      Optional<String> workingDirectory,
      Optional<String> command) {
    this.id = id;
    this.inside = inside;
    this.workers = workers;
    this.workingDirectory = workingDirectory;
    this.command = command;
  }

  String id() {
    return id;
  }

  ReplayBuffer output() {
    return output;
  }

  synchronized boolean running() {
    return execution != null && !exit.isDone();
  }

  synchronized boolean launched() {
    return launched;
  }

  synchronized boolean launchFailed() {
    return launchFailed;
  }

  synchronized boolean attached() {
    return client != null;
  }

  synchronized boolean terminal() {
    return terminal;
  }

  /** Completes when the shell has ended and its output is in the buffer. */
  synchronized CompletableFuture<Integer> exit() {
    return exit;
  }

  /** Makes this socket the client; the one before, if any, is told and closed. */
  boolean attach(BlockingSocket socket, boolean takeOver) {
    BlockingSocket before;
    synchronized (this) {
      before = client;
      if (before != null && !takeOver) {
        return false;
      }
      client = socket;
    }
    if (before != null) {
      before.close(4001, "TAKEN_OVER");
    }
    output.wake();
    return true;
  }

  synchronized boolean isClient(BlockingSocket socket) {
    return client == socket;
  }

  /** Says that this socket has read up to an offset; false if it is the client no more. */
  synchronized boolean readUpTo(BlockingSocket socket, long offset) {
    if (client != socket) {
      return false;
    }
    output.readUpTo(offset);
    return true;
  }

  /** Lets the output run on without this socket. */
  synchronized void detach(BlockingSocket socket) {
    if (client == socket) {
      client = null;
      output.detached();
    }
  }

  /** Starts the shell if it does not run. */
  synchronized void ensureRunning(boolean inTerminal) {
    if (closed || running()) {
      return;
    }
    launched = true;
    launchFailed = true;
    Admission.Permit permit = inside.admission().acquire();
    try {
      Execution started = inside.sandbox().holder().execute(spec(inTerminal));
      execution = started;
      input = new InputQueue(workers.pool(), started.stdin());
      terminal = inTerminal;
      exit = new CompletableFuture<>();
      output.reopen();
      launchFailed = false;
      follow(started, exit, permit);
    } catch (RuntimeException | Error e) {
      permit.close();
      throw e;
    }
  }

  private ExecutionSpec spec(boolean inTerminal) {
    String shell = inside.programs().shell();
    List<String> words = new ArrayList<>(List.of(shell));
    if (shell.equals("bash")) {
      words.addAll(List.of("--noprofile", "--norc"));
    }
    command.ifPresent(text -> words.addAll(List.of("-c", text)));
    return CommandSpec.of(
        inside.sandbox(),
        words,
        workingDirectory,
        Map.of(),
        Users.User.ROOT,
        inTerminal ? Optional.of(new TerminalSize(80, 24)) : Optional.empty());
  }

  private void follow(
      Execution started, CompletableFuture<Integer> exited, Admission.Permit permit) {
    CompletableFuture.allOf(
            OutputCopy.start(
                workers.pool(), started.stdout(), CHUNK_BYTES, (b, length) -> keep(1, b, length)),
            OutputCopy.start(
                workers.pool(), started.stderr(), CHUNK_BYTES, (b, length) -> keep(2, b, length)))
        .thenCombine(started.exit().exceptionally(failure -> 126), (nothing, code) -> code)
        .whenComplete(
            (code, failure) -> {
              permit.close();
              exited.complete(failure == null ? code : 126);
              output.finish();
            });
  }

  private void keep(int stream, byte[] bytes, int length) throws IOException {
    try {
      output.add(stream, bytes, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the engine is stopping");
    }
  }

  /** Sends input to the shell; waits while it does not read. */
  void write(byte[] bytes, int offset) throws IOException {
    InputQueue target;
    synchronized (this) {
      target = input;
    }
    if (target != null) {
      target.add(bytes, offset);
    }
  }

  /**
   * Sends a signal.
   *
   * @throws IllegalArgumentException if there is no such signal
   */
  void signal(String name) {
    Execution target;
    synchronized (this) {
      target = execution;
    }
    if (target != null && running()) {
      target.signal(name);
    }
  }

  void resize(TerminalSize size) {
    Execution target;
    synchronized (this) {
      target = execution;
    }
    if (target != null && running()) {
      target.resize(size);
    }
  }

  /** Ends the shell and disconnects its client. */
  void close() {
    Execution target;
    BlockingSocket socket;
    synchronized (this) {
      closed = true;
      target = execution;
      socket = client;
    }
    try {
      if (target != null) {
        target.terminate(GRACE_MILLIS);
      }
    } catch (IsolationException e) {
      // It has ended with its sandbox.
      output.finish();
    }
    if (target == null && socket != null) {
      socket.close(1000, "");
    }
  }
}
