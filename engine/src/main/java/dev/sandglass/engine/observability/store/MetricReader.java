package dev.sandglass.engine.observability.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sandglass.engine.json.Json;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads series of metrics. */
final class MetricReader {
  /** How many points one answer holds: programs in sandboxes make as many as they like. */
  private static final int MAX_POINTS = 100_000;

  private static final int LEAST_POINTS = 10;

  private MetricReader() {}

  static List<ObjectNode> series(Connection connection, MetricQuery query) throws SQLException {
    var where = new Conditions();
    where.and("sandbox = (SELECT key FROM sandbox WHERE id = ?)", query.sandbox());
    if (!query.names().isEmpty()) {
      String marks = String.join(", ", Collections.nCopies(query.names().size(), "?"));
      where.and("name IN (" + marks + ")", query.names().toArray());
    }
    long count;
    try (PreparedStatement select =
        where.prepare(connection, "SELECT count(*) FROM series WHERE ", "")) {
      count = Math.max(1, Conditions.number(select));
    }
    int points = (int) Math.min(query.limit(), Math.max(LEAST_POINTS, MAX_POINTS / count));
    List<ObjectNode> all = new ArrayList<>();
    try (PreparedStatement select =
            where.prepare(
                connection,
                "SELECT key, name, unit, kind, service, attributes FROM series WHERE ",
                " ORDER BY name, service, key");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ObjectNode json =
            Json.object()
                .put("metricName", rows.getString("name"))
                .put("unit", rows.getString("unit"))
                .put("kind", rows.getString("kind"))
                .put("serviceName", rows.getString("service"));
        json.set("attributes", attributes(rows.getBytes("attributes")));
        if (addPoints(connection, rows.getLong("key"), query, points, json)) {
          all.add(json);
        }
      }
    }
    return all;
  }

  private static ObjectNode attributes(byte[] data) throws SQLException {
    try {
      return Json.object(Attributes.texts(KeyValueList.parseFrom(data).getValuesList()));
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("stored attributes cannot be read", e);
    }
  }

  private static boolean addPoints(
      Connection connection, long series, MetricQuery query, int limit, ObjectNode json)
      throws SQLException {
    var where = new Conditions();
    where.and("series = ?", series);
    query.from().ifPresent(time -> where.and("time >= ?", StoredTime.nanos(time)));
    query.to().ifPresent(time -> where.and("time < ?", StoredTime.nanos(time)));
    var values = json.putArray("dataPoints");
    try (PreparedStatement select =
            where.prepare(
                connection,
                "SELECT time, value FROM (SELECT time, value FROM point WHERE ",
                " ORDER BY time DESC LIMIT " + limit + ") ORDER BY time");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        values
            .addObject()
            .put("timestamp", StoredTime.instant(rows.getLong(1)).toString())
            .put("value", rows.getDouble(2));
      }
    }
    return !values.isEmpty();
  }
}
