package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.server.BlockingOutput;
import dev.sandglass.engine.server.BlockingWork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Execd's event stream: JSON objects, each followed by a blank line, under the media type of
 * server-sent events but without their {@code data:}. Begins with the identifier of what runs, and
 * pings every {@value #PING_MILLIS} ms. Every method but {@link #close} throws {@link IOException}
 * once the client is gone, and waits while the client is slow. Thread-safe.
 */
final class EventStream implements AutoCloseable {
  private static final long PING_MILLIS = 3_000;
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/event-stream",
          "Cache-Control", "no-cache",
          "X-Accel-Buffering", "no");

  private final BlockingOutput output;
  private final ReentrantLock lock = new ReentrantLock();
  private final ScheduledFuture<?> pings;

  /**
   * Begins the stream.
   *
   * @param id identifier of what runs
   */
  EventStream(BlockingWork.Stream stream, Workers workers, String id) throws IOException {
    this.output = stream.begin(200, HEADERS);
    send(event("init").put("text", id));
    this.pings =
        workers
            .timers()
            .scheduleAtFixedRate(
                () -> workers.pool().execute(this::ping),
                PING_MILLIS,
                PING_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  /** Completes when the client has gone away. */
  CompletableFuture<Void> clientGone() {
    return output.closed();
  }

  /** Sends lines of an output. */
  void lines(String type, List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    var bytes = new ByteArrayOutputStream();
    for (String line : lines) {
      bytes.writeBytes(Json.bytes(event(type).put("text", line)));
      bytes.write('\n');
      bytes.write('\n');
    }
    write(bytes.toByteArray());
  }

  /** Sends how often the context has executed code. */
  void executionCount(long count) throws IOException {
    send(event("execution_count").put("execution_count", count));
  }

  /** Sends the value of the code, by media type. */
  void result(ObjectNode byMediaType) throws IOException {
    ObjectNode event = event("result");
    event.set("results", byMediaType);
    send(event);
  }

  /** Sends that the execution ended well. */
  void complete(long millis) throws IOException {
    send(event("execution_complete").put("execution_time", millis));
  }

  /** Sends that the execution failed. */
  void error(String name, String value, List<String> traceback) throws IOException {
    ObjectNode event = event("error");
    ObjectNode error = event.putObject("error").put("ename", name).put("evalue", value);
    error.set("traceback", Json.array(traceback));
    send(event);
  }

  /** Sends how a command ended: a failure carries the exit code as its value. */
  void commandEnded(int exitCode, long millis, String reason) throws IOException {
    if (exitCode == 0) {
      complete(millis);
    } else {
      error("CommandExecError", Integer.toString(exitCode), List.of(reason));
    }
  }

  /** Ends the pings. */
  @Override
  public void close() {
    pings.cancel(false);
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type).put("timestamp", System.currentTimeMillis());
  }

  private void send(ObjectNode event) throws IOException {
    byte[] json = Json.bytes(event);
    byte[] frame = new byte[json.length + 2];
    System.arraycopy(json, 0, frame, 0, json.length);
    frame[json.length] = '\n';
    frame[json.length + 1] = '\n';
    write(frame);
  }

  private void write(byte[] bytes) throws IOException {
    lock.lock();
    try {
      output.write(bytes);
    } finally {
      lock.unlock();
    }
  }

  private void ping() {
    // A stream that is being written to, or whose reader is slow, needs no ping.
    if (pings.isCancelled() || !lock.tryLock()) {
      return;
    }
    try {
      send(event("ping").put("text", "pong"));
    } catch (IOException e) {
      // The writer of the stream finds out by itself that the client is gone.
      pings.cancel(false);
    } finally {
      lock.unlock();
    }
  }
}
