package dev.sandglass.engine.observability.forward;

import dev.sandglass.engine.observability.SignalBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Signals in memory that are not yet on disk, so many of each origin and in all. Thread-safe. */
final class Gathered {
  private static final long MEMORY_BYTES = 8L * 1024 * 1024;
  private static final long ORIGIN_BYTES = MEMORY_BYTES / 4;

  /** Counts beside the bytes, so that empty batches cannot fill the memory. */
  private static final long BATCH_BYTES = 256;

  private Map<String, List<SignalBatch>> batches = new HashMap<>();
  private Map<String, Long> bytesByOrigin = new HashMap<>();
  private long bytes;
  private boolean planned;
  private boolean closed;

  /** What became of a batch. */
  enum Outcome {
    /** There is no room for it. */
    NO_ROOM,
    /** It is the first since {@link #take}, which has to be called soon. */
    FIRST,
    /** It is with others. */
    ADDED
  }

  synchronized Outcome add(String origin, SignalBatch batch) {
    long more = batch.bytes() + BATCH_BYTES;
    long own = bytesByOrigin.getOrDefault(origin, 0L) + more;
    if (closed || own > ORIGIN_BYTES || bytes + more > MEMORY_BYTES) {
      return Outcome.NO_ROOM;
    }
    bytesByOrigin.put(origin, own);
    bytes += more;
    batches.computeIfAbsent(origin, key -> new ArrayList<>()).add(batch);
    if (planned) {
      return Outcome.ADDED;
    }
    planned = true;
    return Outcome.FIRST;
  }

  /** Hands out everything, by origin. */
  synchronized Map<String, List<SignalBatch>> take() {
    Map<String, List<SignalBatch>> taken = batches;
    batches = new HashMap<>();
    bytesByOrigin = new HashMap<>();
    bytes = 0;
    planned = false;
    return taken;
  }

  /** There is no room any more. */
  synchronized void close() {
    closed = true;
  }
}
