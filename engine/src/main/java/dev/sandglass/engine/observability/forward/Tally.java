package dev.sandglass.engine.observability.forward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.SignalCounts.Count;

/** What became of signals since the engine started. Thread-safe. */
final class Tally {
  private final SignalCounts counts;
  private volatile String problem = "";
  private volatile long waitingBytes;

  Tally(SignalCounts counts) {
    this.counts = counts;
  }

  /**
   * Records that a backend has taken.
   *
   * @param origin id of their sandbox, or empty
   */
  void sent(String origin, long records) {
    counts.add(origin, Count.SENT_RECORDS, records);
  }

  /** Records that a backend did not want. */
  void rejected(String origin, long records) {
    counts.add(origin, Count.REJECTED_RECORDS, records);
  }

  /** Records for which there was no room, or that were refused as a whole. */
  void dropped(String origin, long records) {
    counts.add(origin, Count.UNSENT_RECORDS, records);
  }

  void problem(String text) {
    problem = text;
  }

  void waiting(long bytes) {
    waitingBytes = bytes;
  }

  ObjectNode toJson() {
    return Json.object()
        .put("sentRecords", counts.all(Count.SENT_RECORDS))
        .put("rejectedRecords", counts.all(Count.REJECTED_RECORDS))
        .put("droppedRecords", counts.all(Count.UNSENT_RECORDS))
        .put("queuedBytes", waitingBytes)
        .put("lastProblem", problem);
  }
}
