package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.observability.logs.CommandOutput;
import dev.sandglass.engine.observability.logs.Iostream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries what a run in an interpreter produces to an event stream. */
final class RunEvents implements Interpreter.Listener {
  private final EventStream events;
  private final CommandOutput copy;
  private final LineSplitter stdout = new LineSplitter();
  private final LineSplitter stderr = new LineSplitter();
  private final long count;
  private boolean counted;
  private volatile boolean failed;

  /**
   * The error, sent when the outputs have been read to the end of the run: they come by another
   * way, and an error ends the event stream.
   */
  private @Nullable JsonNode error;

  /**
   * Prepares to carry.
   *
   * @param copy takes a copy of the outputs
   * @param count the number of this run in its context, told before its results; 0 if it has none
   */
  RunEvents(EventStream events, CommandOutput copy, long count) {
    this.events = events;
    this.copy = copy;
    this.count = count;
  }

  @Override
  public void output(String type, byte[] bytes, int offset, int length) throws IOException {
    copy.accept(Iostream.of(type), bytes, offset, length);
    LineSplitter splitter = type.equals("stdout") ? stdout : stderr;
    synchronized (splitter) {
      events.lines(type, splitter.add(bytes, offset, length));
    }
  }

  @Override
  public synchronized void message(JsonNode message) throws IOException {
    count();
    if (message.path("type").asText().equals("result")) {
      if (message.path("data") instanceof ObjectNode data) {
        finishLines("stdout", stdout);
        events.result(data);
      }
      return;
    }
    failed = true;
    error = message;
  }

  /** Whether the run failed. */
  boolean failed() {
    return failed;
  }

  /** Sends the count, what is left of the outputs, and then the error if there was one. */
  synchronized void finish() throws IOException {
    count();
    finishLines("stdout", stdout);
    finishLines("stderr", stderr);
    JsonNode told = error;
    error = null;
    if (told != null) {
      List<String> traceback = new ArrayList<>();
      told.path("traceback").forEach(line -> traceback.add(line.asText()));
      events.error(told.path("ename").asText(), told.path("evalue").asText(), traceback);
    }
  }

  private void finishLines(String type, LineSplitter splitter) throws IOException {
    synchronized (splitter) {
      events.lines(type, splitter.finish());
    }
  }

  private void count() throws IOException {
    if (count > 0 && !counted) {
      counted = true;
      events.executionCount(count);
    }
  }
}
