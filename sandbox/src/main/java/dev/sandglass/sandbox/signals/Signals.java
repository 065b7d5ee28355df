package dev.sandglass.sandbox.signals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What one sandbox used and told, also when it has stopped or is gone; needs {@link
 * dev.sandglass.sandbox.Capability#SIGNALS}.
 */
public interface Signals {
  /** Reads metrics: a series for each name with each set of attributes, by name. */
  List<MetricSeries> metrics(MetricQuery query);

  /**
   * Reads a page of log records in the order of their times.
   *
   * @param newestFirst whether to begin at the end
   * @param page the first page is 1
   * @param limit how many, from 1 to 1000
   */
  LogPage logs(LogQuery query, boolean newestFirst, int page, int limit);

  /**
   * Passes log records on in the order in which they came, on the calling thread, and returns at
   * the last one.
   *
   * @param after only those that came after this cursor; 0 for all
   * @return the cursor to go on from
   */
  long read(LogQuery query, long after, Consumer<LogEntry> consumer);

  /**
   * Waits for log records that come after a cursor, and passes them on; returns as soon as there
   * are some, or the server has waited long enough. Interrupt the thread to stop waiting.
   *
   * @return the cursor to go on from
   */
  long await(LogQuery query, long after, Consumer<LogEntry> consumer);

  /**
   * Reads a page of traces that begin in a span of time, the newest first.
   *
   * @param from not before it
   * @param to before it
   * @param page the first page is 1
   * @param limit how many, from 1 to 1000
   */
  TracePage traces(Optional<Instant> from, Optional<Instant> to, int page, int limit);

  /**
   * Reads the spans of a trace in the order of their begin, 5000 at most.
   *
   * @param traceId 32 hexadecimal digits
   * @throws dev.sandglass.sandbox.SandboxException.NotFound if nothing of it is kept
   */
  List<TraceSpan> trace(String traceId);

  /** The cursor of what will come from now on. */
  default long cursor() {
    return logs(LogQuery.ALL, true, 1, 1).cursor().orElse(0);
  }

  /**
   * A page of traces.
   *
   * @param items the traces
   * @param total how many there are in all
   */
  record TracePage(List<TraceSummary> items, long total) {
    /** Copies the list. */
    public TracePage {
      items = List.copyOf(items);
    }
  }

  /**
   * A page of log records.
   *
   * @param items the records
   * @param total how many match in all
   * @param cursor stands for the last record there was, to go on from
   * @param dropped how many records could not be kept since the engine started
   */
  record LogPage(List<LogEntry> items, long total, OptionalLong cursor, long dropped) {
    /** Copies the list. */
    public LogPage {
      items = List.copyOf(items);
    }
  }
}
