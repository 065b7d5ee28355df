package dev.sandglass.engine.observability.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sandglass.engine.json.Json;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads traces: what programs in sandboxes told about themselves. */
public final class TraceReader {
  private static final int ERROR = Status.StatusCode.STATUS_CODE_ERROR_VALUE;

  private TraceReader() {}

  /**
   * A page of traces.
   *
   * @param items each as the API shows it
   * @param total how many match in all, whatever the page
   */
  public record TracePage(List<ObjectNode> items, long total) {}

  static TracePage traces(Connection connection, Conditions where, int skip, int limit)
      throws SQLException {
    long total;
    try (PreparedStatement count =
        where.prepare(connection, "SELECT count(DISTINCT trace) FROM span WHERE ", "")) {
      total = Conditions.number(count);
    }
    List<ObjectNode> items = new ArrayList<>();
    try (PreparedStatement select =
            where.prepare(
                connection,
                "SELECT trace, (SELECT name FROM span s WHERE s.sandbox = span.sandbox"
                    + " AND s.trace = span.trace ORDER BY length(parent) > 0, time LIMIT 1) AS name,"
                    + " min(time) AS begin, max(time + duration) AS end, count(*) AS spans,"
                    + " max(status) AS status FROM span WHERE ",
                " GROUP BY trace ORDER BY begin DESC LIMIT " + limit + " OFFSET " + skip);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long begin = rows.getLong("begin");
        long end = rows.getLong("end");
        items.add(
            Json.object()
                .put("traceId", HexFormat.of().formatHex(rows.getBytes("trace")))
                .put("rootSpanName", rows.getString("name"))
                .put("startTime", StoredTime.instant(begin).toString())
                .put("endTime", StoredTime.instant(end).toString())
                .put("durationMs", (end - begin) / 1_000_000.0)
                .put("spanCount", rows.getLong("spans"))
                .put("statusCode", status(rows.getInt("status"))));
      }
    }
    return new TracePage(items, total);
  }

  static List<ObjectNode> trace(Connection connection, String sandbox, byte[] traceId, int limit)
      throws SQLException {
    Conditions where = Conditions.of(sandbox, Optional.empty(), Optional.empty());
    where.and("trace = ?", traceId);
    List<ObjectNode> spans = new ArrayList<>();
    try (PreparedStatement select =
            where.prepare(
                connection,
                "SELECT s.time, s.data, s.size, r.data AS origin, r.service FROM (SELECT * FROM span"
                    + " WHERE ",
                " ORDER BY time, id LIMIT "
                    + limit
                    + ") s LEFT JOIN resource r ON r.key = s.resource ORDER BY s.time, s.id");
        ResultSet rows = select.executeQuery()) {
      long bytes = 0;
      while (bytes <= SignalReader.MAX_ANSWER_BYTES && rows.next()) {
        spans.add(span(rows));
        bytes += rows.getInt("size") + SignalReader.length(rows.getBytes("origin"));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("a stored span cannot be read", e);
    }
    return spans;
  }

  private static ObjectNode span(ResultSet row)
      throws SQLException, InvalidProtocolBufferException {
    Span span = Span.parseFrom(row.getBytes("data"));
    HexFormat hex = HexFormat.of();
    ObjectNode json =
        Json.object()
            .put("traceId", hex.formatHex(span.getTraceId().toByteArray()))
            .put("spanId", hex.formatHex(span.getSpanId().toByteArray()))
            .put("parentSpanId", hex.formatHex(span.getParentSpanId().toByteArray()))
            .put("spanName", span.getName())
            .put("spanKind", span.getKind().name().replace("SPAN_KIND_", ""))
            .put("timestamp", StoredTime.instant(row.getLong("time")).toString())
            .put("durationNs", Math.max(0, span.getEndTimeUnixNano() - span.getStartTimeUnixNano()))
            .put("serviceName", Optional.ofNullable(row.getString("service")).orElse(""));
    json.set("spanAttributes", Json.object(Attributes.texts(span.getAttributesList())));
    json.set(
        "resourceAttributes",
        Json.object(
            Attributes.texts(SignalReader.resource(row.getBytes("origin")).getAttributesList())));
    json.put("statusCode", status(span.getStatus().getCodeValue()));
    json.put("statusMessage", span.getStatus().getMessage());
    var events = json.putArray("events");
    span.getEventsList()
        .forEach(
            event -> {
              ObjectNode one =
                  events
                      .addObject()
                      .put("name", event.getName())
                      .put("timestamp", StoredTime.instant(event.getTimeUnixNano()).toString());
              one.set("attributes", Json.object(Attributes.texts(event.getAttributesList())));
            });
    return json;
  }

  private static String status(int code) {
    return code == ERROR ? "ERROR" : code == 0 ? "UNSET" : "OK";
  }
}
