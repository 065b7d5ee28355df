package dev.sandglass.engine.observability.store;

import com.google.protobuf.ByteString;
import dev.sandglass.engine.observability.SignalBatch;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Writes batches through one connection, inside a transaction of its caller. */
final class BatchWriter implements AutoCloseable {
  /** A record that is larger is not kept here; it is forwarded all the same. */
  static final int MAX_RECORD_BYTES = 256 * 1024;

  private static final int ROW_BYTES = 64;
  private static final String SERVICE_NAME = "service.name";

  private final StoredTime times;
  private final Keys keys;
  private final PointWriter points;
  private final PreparedStatement log;
  private final PreparedStatement span;
  private final PreparedStatement count;
  private final PreparedStatement tail;
  private final PreparedStatement gone;

  /** Bytes that this transaction added, by sandbox. */
  private final Map<Long, Long> added = new HashMap<>();

  private long dropped;

  BatchWriter(Connection connection, StoredTime times) throws SQLException {
    this.times = times;
    this.keys = new Keys(connection);
    this.points = new PointWriter(connection, keys, times);
    log =
        connection.prepareStatement(
            "INSERT INTO log (sandbox, time, stored, severity, process, body, data, resource, size)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    span =
        connection.prepareStatement(
            "INSERT INTO span (sandbox, time, stored, trace, parent, name, duration, status, data,"
                + " resource, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    count = connection.prepareStatement("UPDATE sandbox SET bytes = bytes + ? WHERE key = ?");
    tail = connection.prepareStatement("INSERT OR REPLACE INTO tail VALUES (?, ?, ?, ?)");
    gone = connection.prepareStatement("DELETE FROM tail WHERE sandbox = ?");
  }

  /**
   * Writes a batch.
   *
   * @return how many of its records were left out
   */
  long write(SignalBatch batch, Instant now) throws SQLException {
    dropped = 0;
    long sandbox = keys.sandbox(batch.origin().sandbox().orElse(""));
    if (batch instanceof SignalBatch.Logs logs) {
      writeLogs(sandbox, logs, now);
    } else if (batch instanceof SignalBatch.Spans spans) {
      writeSpans(sandbox, spans, now);
    } else if (batch instanceof SignalBatch.Metrics metrics) {
      for (var resource : metrics.content()) {
        String service = service(resource.getResource());
        for (var scope : resource.getScopeMetricsList()) {
          for (var metric : scope.getMetricsList()) {
            PointWriter.Result written = points.write(sandbox, service, metric, now);
            dropped += written.dropped();
            added.merge(sandbox, written.bytes(), Long::sum);
          }
        }
      }
    }
    return dropped;
  }

  private void writeLogs(long sandbox, SignalBatch.Logs logs, Instant now) throws SQLException {
    for (var resource : logs.content()) {
      long key = resourceKey(resource.getResource(), now);
      for (var scope : resource.getScopeLogsList()) {
        for (LogRecord record : scope.getLogRecordsList()) {
          writeLog(sandbox, key, record, now);
        }
      }
    }
    log.executeBatch();
  }

  private void writeLog(long sandbox, long resource, LogRecord record, Instant now)
      throws SQLException {
    if (record.getSerializedSize() > MAX_RECORD_BYTES) {
      dropped++;
      return;
    }
    boolean plain = record.getBody().getValueCase() == AnyValue.ValueCase.STRING_VALUE;
    String body = plain ? record.getBody().getStringValue() : Attributes.text(record.getBody());
    byte[] data = (plain ? record.toBuilder().clearBody().build() : record).toByteArray();
    long claimed = record.getTimeUnixNano();
    int size = data.length + body.length() + ROW_BYTES;
    log.setLong(1, sandbox);
    log.setLong(2, times.of(claimed != 0 ? claimed : record.getObservedTimeUnixNano(), now));
    log.setLong(3, now.toEpochMilli());
    log.setInt(4, record.getSeverityNumberValue());
    log.setString(5, Attributes.find(record.getAttributesList(), "process.id").orElse(null));
    log.setString(6, body);
    log.setBytes(7, data);
    log.setLong(8, resource);
    log.setInt(9, size);
    log.addBatch();
    added.merge(sandbox, (long) size, Long::sum);
  }

  private void writeSpans(long sandbox, SignalBatch.Spans spans, Instant now) throws SQLException {
    for (var resource : spans.content()) {
      long key = resourceKey(resource.getResource(), now);
      for (var scope : resource.getScopeSpansList()) {
        for (Span one : scope.getSpansList()) {
          writeSpan(sandbox, key, one, now);
        }
      }
    }
    span.executeBatch();
  }

  private void writeSpan(long sandbox, long resource, Span one, Instant now) throws SQLException {
    if (one.getSerializedSize() > MAX_RECORD_BYTES) {
      dropped++;
      return;
    }
    byte[] data = one.toByteArray();
    int size = data.length + one.getName().length() + 2 * ROW_BYTES;
    long duration = one.getEndTimeUnixNano() - one.getStartTimeUnixNano();
    span.setLong(1, sandbox);
    span.setLong(2, times.of(one.getStartTimeUnixNano(), now));
    span.setLong(3, now.toEpochMilli());
    span.setBytes(4, one.getTraceId().toByteArray());
    span.setBytes(5, one.getParentSpanId().toByteArray());
    span.setString(6, one.getName());
    span.setLong(7, Math.max(0, duration));
    span.setInt(8, one.getStatus().getCodeValue());
    span.setBytes(9, data);
    span.setLong(10, resource);
    span.setInt(11, size);
    span.addBatch();
    added.merge(sandbox, (long) size, Long::sum);
  }

  private long resourceKey(Resource resource, Instant now) throws SQLException {
    ByteString data = resource.toByteString();
    return keys.resource(data, service(resource), now.toEpochMilli());
  }

  private static String service(Resource resource) {
    for (KeyValue attribute : resource.getAttributesList()) {
      if (attribute.getKey().equals(SERVICE_NAME)) {
        return Attributes.text(attribute.getValue());
      }
    }
    return "";
  }

  /** Remembers how far a file was read, together with what was read from it. */
  void writeTail(TailPosition position) throws SQLException {
    tail.setString(1, position.sandbox());
    tail.setString(2, position.file());
    tail.setString(3, position.start());
    tail.setLong(4, position.position());
    tail.executeUpdate();
  }

  /** Forgets how far files of a sandbox were read. */
  void forgetTails(String sandbox) throws SQLException {
    gone.setString(1, sandbox);
    gone.executeUpdate();
  }

  /** Accounts for what was written; to be called before the transaction ends. */
  void finish() throws SQLException {
    for (var entry : added.entrySet()) {
      count.setLong(1, entry.getValue());
      count.setLong(2, entry.getKey());
      count.addBatch();
    }
    count.executeBatch();
    added.clear();
  }

  /** Forgets every key: rows may have been deleted, or never been committed. */
  void forget() throws SQLException {
    added.clear();
    keys.forget();
    points.forget();
    for (PreparedStatement statement : new PreparedStatement[] {log, span, count}) {
      statement.clearBatch();
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : new PreparedStatement[] {log, span, count, tail, gone}) {
      statement.close();
    }
    points.close();
    keys.close();
  }
}
