package dev.sandglass.engine.observability.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sandglass.engine.json.Json;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Queries of the store, one at a time. Thread-safe; every method blocks. */
public final class SignalReader implements AutoCloseable {
  /** How much one answer holds: records are as large as programs in sandboxes make them. */
  static final int MAX_ANSWER_BYTES = 8 * 1024 * 1024;

  private final Database database;
  private @Nullable Connection connection;

  SignalReader(Database database) {
    this.database = database;
  }

  /** Work with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Does the work, or answers with the other thing if nothing was ever stored. */
  synchronized <T> T read(T nothing, Work<T> work) throws SQLException {
    if (!database.exists()) {
      return nothing;
    }
    try {
      Connection open = connection;
      if (open == null) {
        open = database.openForReading();
        connection = open;
        if (!Database.isReady(open)) {
          // It is just being made.
          close();
          return nothing;
        }
      }
      // All statements of a query see the same state.
      open.setAutoCommit(false);
      T result = work.with(open);
      open.commit();
      return result;
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /**
   * A page of log records.
   *
   * @param items each as the API shows it
   * @param total how many match in all, whatever the page
   * @param last number of the last record that was stored; to go on after it
   * @param more whether some were left out because the answer would be too large
   */
  public record LogPage(List<ObjectNode> items, long total, long last, boolean more) {}

  /** Reads log records. */
  public LogPage logs(LogQuery query) throws SQLException {
    return read(new LogPage(List.of(), 0, 0, false), open -> logs(open, query));
  }

  private static LogPage logs(Connection connection, LogQuery query) throws SQLException {
    Conditions where = conditions(query);
    long last = Database.number(connection, "SELECT coalesce(max(id), 0) FROM log");
    long total = 0;
    if (query.after().isEmpty()) {
      try (PreparedStatement count =
          where.prepare(connection, "SELECT count(*) FROM log WHERE ", "")) {
        total = Conditions.number(count);
      }
    }
    String order =
        query.after().isPresent()
            ? " ORDER BY id"
            : query.newestFirst() ? " ORDER BY time DESC, id DESC" : " ORDER BY time, id";
    List<ObjectNode> items = new ArrayList<>();
    long bytes = 0;
    boolean more = false;
    try (PreparedStatement select =
            where.prepare(
                connection,
                "SELECT l.*, r.data AS origin, r.service FROM (SELECT * FROM log WHERE ",
                order
                    + " LIMIT "
                    + query.limit()
                    + " OFFSET "
                    + query.skip()
                    + ") l LEFT JOIN resource r ON r.key = l.resource"
                    + order);
        ResultSet rows = select.executeQuery()) {
      while (!more && rows.next()) {
        more = bytes > MAX_ANSWER_BYTES;
        if (!more) {
          items.add(log(rows));
          bytes += rows.getInt("size") + length(rows.getBytes("origin"));
        }
      }
    }
    return new LogPage(items, total, last, more);
  }

  private static Conditions conditions(LogQuery query) {
    Conditions where = Conditions.of(query.sandbox(), query.from(), query.to());
    if (!query.severities().isEmpty()) {
      List<String> ranges = new ArrayList<>();
      for (Severity severity : query.severities()) {
        ranges.add("severity BETWEEN " + severity.first() + " AND " + severity.last());
        if (severity == Severity.INFO) {
          ranges.add("severity = 0");
        }
      }
      where.and("(" + String.join(" OR ", ranges) + ")");
    }
    query.search().ifPresent(text -> where.and("body LIKE ? ESCAPE '\\'", "%" + like(text) + "%"));
    query.process().ifPresent(process -> where.and("process = ?", process));
    query.after().ifPresent(id -> where.and("id > ?", id));
    return where;
  }

  private static String like(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private static ObjectNode log(ResultSet row) throws SQLException {
    LogRecord record;
    Resource resource;
    try {
      record = LogRecord.parseFrom(row.getBytes("data"));
      resource = resource(row.getBytes("origin"));
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("a stored record cannot be read", e);
    }
    int number = row.getInt("severity");
    ObjectNode json =
        Json.object()
            .put("id", row.getLong("id"))
            .put("timestamp", StoredTime.instant(row.getLong("time")).toString())
            .put("body", row.getString("body"))
            .put(
                "severityText",
                record.getSeverityText().isEmpty()
                    ? Severity.of(number).name()
                    : record.getSeverityText())
            .put("severityNumber", number)
            .put("serviceName", Optional.ofNullable(row.getString("service")).orElse(""));
    json.set("resourceAttributes", Json.object(Attributes.texts(resource.getAttributesList())));
    json.set("logAttributes", Json.object(Attributes.texts(record.getAttributesList())));
    if (!record.getTraceId().isEmpty()) {
      json.put("traceId", HexFormat.of().formatHex(record.getTraceId().toByteArray()));
      json.put("spanId", HexFormat.of().formatHex(record.getSpanId().toByteArray()));
    }
    if (!record.getEventName().isEmpty()) {
      json.put("eventName", record.getEventName());
    }
    return json;
  }

  static int length(byte @Nullable [] data) {
    return data == null ? 0 : data.length;
  }

  static Resource resource(byte @Nullable [] data) throws InvalidProtocolBufferException {
    return data == null ? Resource.getDefaultInstance() : Resource.parseFrom(data);
  }

  /** Reads metrics: series by name, each with its points in the order of time. */
  public List<ObjectNode> metrics(MetricQuery query) throws SQLException {
    return read(List.of(), open -> MetricReader.series(open, query));
  }

  /** Reads a page of traces, the newest first. */
  public TraceReader.TracePage traces(
      String sandbox, Optional<Instant> from, Optional<Instant> to, int skip, int limit)
      throws SQLException {
    return read(
        new TraceReader.TracePage(List.of(), 0),
        open -> TraceReader.traces(open, Conditions.of(sandbox, from, to), skip, limit));
  }

  /** Reads the spans of a trace, in the order of their begin. */
  public List<ObjectNode> trace(String sandbox, byte[] traceId, int limit) throws SQLException {
    return read(List.of(), open -> TraceReader.trace(open, sandbox, traceId, limit));
  }

  /** Whether anything of a sandbox is kept. */
  public boolean knows(String sandbox) throws SQLException {
    return read(
        false,
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT count(*) FROM sandbox WHERE id = ?")) {
            select.setString(1, sandbox);
            return Conditions.number(select) > 0;
          }
        });
  }

  Optional<TailPosition> tail(String sandbox, String file) throws SQLException {
    return read(
        Optional.empty(),
        open -> {
          try (PreparedStatement select =
              open.prepareStatement(
                  "SELECT start, position FROM tail WHERE sandbox = ? AND file = ?")) {
            select.setString(1, sandbox);
            select.setString(2, file);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next()
                  ? Optional.of(new TailPosition(sandbox, file, rows.getString(1), rows.getLong(2)))
                  : Optional.<TailPosition>empty();
            }
          }
        });
  }

  @Override
  public synchronized void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      System.getLogger(SignalReader.class.getName())
          .log(System.Logger.Level.DEBUG, "the store did not close well", e);
    }
    connection = null;
  }
}
