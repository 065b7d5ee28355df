package dev.sandglass.engine.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.server.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A process in a sandbox that runs one piece of code after the other and keeps its state between
 * them. A driver inside it takes the code from standard input and marks the end of each run in both
 * outputs, see {@link FrameSplitter}; everything else in the outputs is the code's own.
 * Thread-safe; one run at a time.
 */
final class Interpreter {
  private static final int NONCE_BYTES = 16;
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final long START_SECONDS = 60;
  private static final long GRACE_MILLIS = 2_000;

  private final Execution execution;
  private final Workers workers;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> ended;
  private volatile @Nullable Run current;

  /** Takes what one run produces. Blocks while its reader is slow. */
  interface Listener {
    /** Bytes of an output, {@code stdout} or {@code stderr}. */
    void output(String type, byte[] bytes, int offset, int length) throws IOException;

    /** A message of the driver: a result or an error. */
    void message(JsonNode message) throws IOException;
  }

  /**
   * How a run ended.
   *
   * @param exitCode of the run in a shell, else 0; of the process if it ended
   * @param processEnded whether the interpreter ended with it, and its state is lost
   * @param timedOut whether it was cut short by its time-out
   */
  record Outcome(int exitCode, boolean processEnded, boolean timedOut) {}

  private static final class Run {
    private final Listener listener;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<JsonNode> done = new CompletableFuture<>();
    private final CompletableFuture<Void> marked = new CompletableFuture<>();
    private volatile boolean deaf;
    private volatile boolean timedOut;

    private Run(Listener listener) {
      this.listener = listener;
    }
  }

  /**
   * Waits until the driver is ready.
   *
   * @param preamble what to send first, made from the nonce
   * @param release called once the process has ended
   * @throws ApiException 500 with the interpreter's own words if it does not start
   */
  static Interpreter start(
      Execution execution, Workers workers, UnaryOperator<String> preamble, Runnable release) {
    String nonce = Ids.hex(NONCE_BYTES);
    var interpreter = new Interpreter(execution, workers, nonce);
    interpreter.ended.whenComplete((nothing, failure) -> release.run());
    try {
      interpreter.send(preamble.apply(nonce).getBytes(StandardCharsets.UTF_8));
      CompletableFuture.anyOf(interpreter.ready, interpreter.ended)
          .get(START_SECONDS, TimeUnit.SECONDS);
      if (interpreter.ready.isDone()) {
        return interpreter;
      }
      throw notStarted("it ended at once");
    } catch (IOException | ExecutionException | TimeoutException e) {
      interpreter.close();
      throw notStarted(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interpreter.close();
      throw notStarted("the engine is stopping");
    }
  }

  private static ApiException notStarted(String reason) {
    return new ApiException(500, "RUNTIME_ERROR", "the interpreter did not start: " + reason);
  }

  private Interpreter(Execution execution, Workers workers, String nonce) {
    this.execution = execution;
    this.workers = workers;
    CompletableFuture<Void> stdout =
        CompletableFuture.runAsync(() -> read(execution.stdout(), "stdout", nonce), workers.pool());
    CompletableFuture<Void> stderr =
        CompletableFuture.runAsync(() -> read(execution.stderr(), "stderr", nonce), workers.pool());
    this.ended = CompletableFuture.allOf(stdout, stderr);
  }

  /** Whether the process still runs. */
  boolean alive() {
    return !ended.isDone();
  }

  /**
   * Refuses if code runs.
   *
   * @throws ApiException 409
   */
  void requireIdle() {
    if (current != null) {
      throw busy();
    }
  }

  private static ApiException busy() {
    return new ApiException(409, "CONTEXT_BUSY", "it is running code: wait or interrupt it");
  }

  /**
   * Runs code.
   *
   * @param request the code as the driver expects it
   * @param timeoutMillis after which time the code is interrupted, and the process ended if that
   *     does not help; never if 0
   * @throws ApiException 409 if it is busy
   */
  Outcome run(byte[] request, long timeoutMillis, Listener listener) throws IOException {
    var run = new Run(listener);
    synchronized (this) {
      if (current != null) {
        throw busy();
      }
      current = run;
    }
    Optional<ScheduledFuture<?>> timer =
        timeoutMillis > 0
            ? Optional.of(
                workers
                    .timers()
                    .schedule(
                        () -> {
                          run.timedOut = true;
                          stop(run);
                        },
                        timeoutMillis,
                        TimeUnit.MILLISECONDS))
            : Optional.empty();
    try {
      try {
        send(request);
      } catch (IOException e) {
        // The process has ended; what follows tells how.
        execution.terminate(0);
      }
      CompletableFuture.anyOf(CompletableFuture.allOf(run.done, run.marked), ended).join();
      return outcome(run);
    } finally {
      timer.ifPresent(pending -> pending.cancel(false));
      current = null;
    }
  }

  private Outcome outcome(Run run) throws IOException {
    if (run.done.isDone()) {
      return new Outcome(run.done.join().path("exit").asInt(0), false, run.timedOut);
    }
    try {
      return new Outcome(
          execution.exit().get(GRACE_MILLIS, TimeUnit.MILLISECONDS), true, run.timedOut);
    } catch (ExecutionException | TimeoutException e) {
      return new Outcome(1, true, run.timedOut);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the engine is stopping", e);
    }
  }

  /** Interrupts the code that runs, if any; the state stays. */
  void interrupt() {
    Run run = current;
    if (run != null) {
      // Before it has begun, the driver would take the signal for a late one and ignore it.
      run.started.thenRunAsync(() -> interrupt(run), workers.pool());
    }
  }

  private void interrupt(Run run) {
    try {
      if (current == run && alive()) {
        execution.signal("INT");
      }
    } catch (IsolationException e) {
      // The process has ended, and with it what it ran.
      execution.terminate(0);
    }
  }

  /** Interrupts the code that runs, and ends the process if that does not help. */
  void abandon() {
    Run run = current;
    if (run != null) {
      stop(run);
    }
  }

  private void stop(Run run) {
    run.started.thenRunAsync(() -> interrupt(run), workers.pool());
    workers
        .timers()
        .schedule(
            () -> {
              if (current == run) {
                execution.terminate(0);
              }
            },
            GRACE_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Ends the process and everything it started. */
  void close() {
    execution.terminate(GRACE_MILLIS);
  }

  private synchronized void send(byte[] bytes) throws IOException {
    OutputStream stdin = execution.stdin();
    stdin.write(bytes);
    stdin.flush();
  }

  private void read(InputStream source, String type, String nonce) {
    var splitter =
        new FrameSplitter(
            nonce,
            new FrameSplitter.Receiver() {
              @Override
              public void output(byte[] bytes, int offset, int length) {
                give(type, bytes, offset, length);
              }

              @Override
              public void message(byte[] bytes) throws IOException {
                receive(type, bytes);
              }
            });
    byte[] buffer = new byte[CHUNK_BYTES];
    try (source) {
      int count = source.read(buffer);
      while (count >= 0) {
        splitter.add(buffer, count);
        count = source.read(buffer);
      }
      splitter.finish();
    } catch (IOException e) {
      // Without this stream nothing can be told of what it runs any more.
      execution.terminate(0);
    }
  }

  private void give(String type, byte[] bytes, int offset, int length) {
    Run run = current;
    if (run == null || run.deaf || !ready.isDone()) {
      return;
    }
    try {
      run.listener.output(type, bytes, offset, length);
    } catch (IOException e) {
      // The client is gone, and the code is not needed any more.
      run.deaf = true;
      stop(run);
    }
  }

  private void receive(String type, byte[] bytes) throws IOException {
    Run run = current;
    if (type.equals("stderr")) {
      if (run != null) {
        run.marked.complete(null);
      }
      return;
    }
    JsonNode message;
    try {
      message = Json.parse(bytes);
    } catch (JsonProcessingException e) {
      throw new IOException("the interpreter's messages are garbled", e);
    }
    switch (message.path("type").asText()) {
      case "ready" -> ready.complete(null);
      case "started" -> {
        if (run != null) {
          run.started.complete(null);
        }
      }
      case "done" -> {
        if (run != null) {
          run.done.complete(message);
        }
      }
      default -> {
        if (run != null && !run.deaf) {
          tell(run, message);
        }
      }
    }
  }

  private void tell(Run run, JsonNode message) {
    try {
      run.listener.message(message);
    } catch (IOException e) {
      // The client is gone, and the code is not needed any more.
      run.deaf = true;
      stop(run);
    }
  }
}
