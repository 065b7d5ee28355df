package dev.sandglass.engine.observability.forward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.util.concurrent.atomic.AtomicLong;

/** What became of signals since the engine started. Thread-safe. */
final class Tally {
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile String problem = "";
  private volatile long waitingBytes;

  void sent(long records) {
    sent.addAndGet(records);
  }

  /** Records that a backend did not want. */
  void rejected(long records) {
    rejected.addAndGet(records);
  }

  /** Records for which there was no room, or that were refused as a whole. */
  void dropped(long records) {
    dropped.addAndGet(records);
  }

  void problem(String text) {
    problem = text;
  }

  void waiting(long bytes) {
    waitingBytes = bytes;
  }

  ObjectNode toJson() {
    return Json.object()
        .put("sentRecords", sent.get())
        .put("rejectedRecords", rejected.get())
        .put("droppedRecords", dropped.get())
        .put("queuedBytes", waitingBytes)
        .put("lastProblem", problem);
  }
}
