package dev.sandglass.engine.observability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of signals since the engine started: of each sandbox, and in all. Thread-safe; what
 * is counted of a sandbox is forgotten when thousands of others were counted since.
 */
public final class SignalCounts {
  private static final int MAX_SANDBOXES = 5_000;

  /** Something that is counted. */
  public enum Count {
    /** Spans, points and log records that programs told and that were taken. */
    RECEIVED_RECORDS("receivedRecords"),
    /** Requests of programs that were refused because there were too many, or too large ones. */
    REFUSED_REQUESTS("refusedRequests"),
    /** Requests of programs that can never be taken: malformed, too large, of another protocol. */
    INVALID_REQUESTS("invalidRequests"),
    /** Bytes of output that were not recorded: beyond the rate, or of lines that are too long. */
    DROPPED_LOG_BYTES("droppedLogBytes"),
    /** Records that could not be kept here. */
    UNKEPT_RECORDS("unkeptRecords"),
    /** Records that a backend has taken. */
    SENT_RECORDS("sentRecords"),
    /** Records that a backend did not want. */
    REJECTED_RECORDS("rejectedRecords"),
    /** Records that no backend will get: refused as a whole, or no room while it was down. */
    UNSENT_RECORDS("unsentRecords");

    private final String label;

    Count(String label) {
      this.label = label;
    }
  }

  private final Map<Count, Long> all = new EnumMap<>(Count.class);

  private final Map<String, Map<Count, Long>> bySandbox =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<Count, Long>> eldest) {
          return size() > MAX_SANDBOXES;
        }
      };

  /**
   * Counts.
   *
   * @param sandbox an id; empty for what belongs to none
   */
  public synchronized void add(String sandbox, Count what, long amount) {
    if (amount != 0) {
      all.merge(what, amount, Long::sum);
      bySandbox
          .computeIfAbsent(sandbox, id -> new EnumMap<>(Count.class))
          .merge(what, amount, Long::sum);
    }
  }

  /** How much there was in all. */
  public synchronized long all(Count what) {
    return all.getOrDefault(what, 0L);
  }

  /** How much there was of a sandbox. */
  public synchronized long of(String sandbox, Count what) {
    return bySandbox.getOrDefault(sandbox, Map.of()).getOrDefault(what, 0L);
  }

  /** Everything in all, as the API shows it. */
  public synchronized ObjectNode toJson() {
    return json(all);
  }

  /** Everything of a sandbox, as the API shows it. */
  public synchronized ObjectNode toJson(String sandbox) {
    return json(bySandbox.getOrDefault(sandbox, Map.of()));
  }

  private static ObjectNode json(Map<Count, Long> counts) {
    ObjectNode json = Json.object();
    for (Count count : Count.values()) {
      json.put(count.label, counts.getOrDefault(count, 0L));
    }
    return json;
  }
}
