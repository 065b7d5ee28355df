package dev.sandglass.engine.observability.logs;

import dev.sandglass.engine.Version;
import dev.sandglass.engine.observability.ResourceStamp;
import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.SignalCounts.Count;
import dev.sandglass.engine.observability.SignalOrigin;
import dev.sandglass.engine.observability.SignalSink;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Gathers the log records of one sandbox for a moment, and passes them on together. What was
 * dropped is told in a record of its own. Thread-safe.
 */
final class SandboxLog {
  private static final int BATCH = 200;
  private static final String SCOPE = "dev.sandglass.engine";

  private final String sandbox;
  private final SignalOrigin origin;
  private final SignalSink signals;
  private final SignalCounts counts;
  private final Executor later;
  private final Clock clock;
  private final Allowance allowance = new Allowance(System::nanoTime);
  private List<LogRecord> records = new ArrayList<>();
  private long droppedBytes;

  /**
   * Makes the log.
   *
   * @param later runs what it is given, a moment later
   */
  SandboxLog(String sandbox, SignalSink signals, SignalCounts counts, Executor later, Clock clock) {
    this.sandbox = sandbox;
    this.counts = counts;
    this.origin = SignalOrigin.sandbox(sandbox);
    this.signals = signals;
    this.later = later;
    this.clock = clock;
  }

  Allowance allowance() {
    return allowance;
  }

  /** An assembler of lines for one output of a command. */
  LineAssembler assembler(String process, String program, Iostream stream) {
    List<KeyValue> attributes =
        List.of(
            ResourceStamp.text("log.iostream", stream.label()),
            ResourceStamp.text("process.id", process),
            ResourceStamp.text("process.command", program));
    return new LineAssembler(
        allowance,
        new LineAssembler.Lines() {
          @Override
          public void line(String text, long cut) {
            LogRecord.Builder record =
                record(text, stream.severity(), stream.severityText()).addAllAttributes(attributes);
            if (cut > 0) {
              counts.add(sandbox, Count.DROPPED_LOG_BYTES, cut);
              record.addAttributes(number("sandbox.log.cut_bytes", cut));
            }
            add(record.build());
          }

          @Override
          public void dropped(long bytes) {
            drop(bytes);
          }
        });
  }

  /** An event of the sandbox itself. */
  void event(String name, String text, boolean failure, List<KeyValue> attributes) {
    LogRecord.Builder record =
        failure
            ? record(text, SeverityNumber.SEVERITY_NUMBER_ERROR, "ERROR")
            : record(text, SeverityNumber.SEVERITY_NUMBER_INFO, "INFO");
    add(record.setEventName(name).addAllAttributes(attributes).build());
  }

  private LogRecord.Builder record(String text, SeverityNumber severity, String severityText) {
    Instant now = clock.instant();
    long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    return LogRecord.newBuilder()
        .setTimeUnixNano(nanos)
        .setObservedTimeUnixNano(nanos)
        .setSeverityNumber(severity)
        .setSeverityText(severityText)
        .setBody(AnyValue.newBuilder().setStringValue(text));
  }

  static KeyValue number(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }

  private void add(LogRecord record) {
    boolean first;
    boolean full;
    synchronized (this) {
      first = records.isEmpty() && droppedBytes == 0;
      records.add(record);
      full = records.size() >= BATCH;
    }
    passOn(first, full);
  }

  /** Takes in that so many bytes were not recorded. */
  void drop(long bytes) {
    counts.add(sandbox, Count.DROPPED_LOG_BYTES, bytes);
    boolean first;
    synchronized (this) {
      first = records.isEmpty() && droppedBytes == 0;
      droppedBytes += bytes;
    }
    passOn(first, false);
  }

  private void passOn(boolean first, boolean full) {
    if (full) {
      flush();
    } else if (first) {
      try {
        later.execute(this::flush);
      } catch (RejectedExecutionException e) {
        // The engine is ending: nothing is gathered any more.
        flush();
      }
    }
  }

  /** Passes on what there is. */
  void flush() {
    List<LogRecord> gathered;
    synchronized (this) {
      if (droppedBytes > 0) {
        String text = droppedBytes + " bytes of output were not recorded: there was too much";
        records.add(
            record(text, SeverityNumber.SEVERITY_NUMBER_WARN, "WARN")
                .setEventName("sandbox.log.dropped")
                .addAttributes(number("sandbox.log.dropped_bytes", droppedBytes))
                .build());
        droppedBytes = 0;
      }
      gathered = records;
      records = new ArrayList<>();
    }
    if (!gathered.isEmpty()) {
      ScopeLogs.Builder scope =
          ScopeLogs.newBuilder()
              .setScope(
                  InstrumentationScope.newBuilder().setName(SCOPE).setVersion(Version.CURRENT))
              .addAllLogRecords(gathered);
      signals.accept(
          new SignalBatch.Logs(
              origin, List.of(ResourceLogs.newBuilder().addScopeLogs(scope).build())));
    }
  }
}
