package dev.sandglass.engine.observability.store;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes data points. Each name with each set of attributes is a series; a sandbox has at most
 * {@value #MAX_SERIES} of them, and points of further ones are not kept.
 */
final class PointWriter implements AutoCloseable {
  static final int MAX_SERIES = 2_000;

  /** Size of a series' name and attributes. */
  private static final int MAX_SERIES_BYTES = 4 * 1024;

  private static final int POINT_BYTES = 24;
  private static final int REMEMBERED = 4_000;

  private final Keys keys;
  private final StoredTime times;
  private final PreparedStatement find;
  private final PreparedStatement insert;
  private final PreparedStatement count;
  private final PreparedStatement point;
  private final Map<Series, Long> series = new LeastRecent<>(REMEMBERED);
  private final Map<Long, Integer> counts = new HashMap<>();

  private record Series(long sandbox, String name, String service, ByteString attributes) {}

  /** What became of a metric. */
  record Result(long bytes, long dropped) {}

  PointWriter(Connection connection, Keys keys, StoredTime times) throws SQLException {
    this.keys = keys;
    this.times = times;
    find =
        connection.prepareStatement(
            "SELECT key FROM series WHERE sandbox = ? AND name = ? AND service = ?"
                + " AND attributes = ?");
    insert =
        connection.prepareStatement(
            "INSERT INTO series (sandbox, name, service, attributes, unit, kind)"
                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING key");
    count = connection.prepareStatement("SELECT count(*) FROM series WHERE sandbox = ?");
    point = connection.prepareStatement("INSERT OR REPLACE INTO point VALUES (?, ?, ?, ?)");
  }

  private record Point(
      List<KeyValue> attributes, long time, double value, byte @Nullable [] data) {}

  Result write(long sandbox, String service, Metric metric, Instant now) throws SQLException {
    long bytes = 0;
    long dropped = 0;
    for (Point one : points(metric)) {
      if (one.data() != null && one.data().length > BatchWriter.MAX_RECORD_BYTES) {
        dropped++;
        continue;
      }
      long key = series(sandbox, service, metric, one.attributes());
      if (key < 0 || Double.isNaN(one.value())) {
        dropped++;
        continue;
      }
      point.setLong(1, key);
      point.setLong(2, times.of(one.time(), now));
      point.setDouble(3, one.value());
      point.setBytes(4, one.data());
      point.addBatch();
      bytes += POINT_BYTES + (one.data() == null ? 0 : one.data().length);
    }
    point.executeBatch();
    return new Result(bytes, dropped);
  }

  /** Number points as they are; of others the sum, and all of it beside that. */
  private static List<Point> points(Metric metric) {
    return switch (metric.getDataCase()) {
      case GAUGE -> metric.getGauge().getDataPointsList().stream().map(PointWriter::point).toList();
      case SUM -> metric.getSum().getDataPointsList().stream().map(PointWriter::point).toList();
      case HISTOGRAM ->
          metric.getHistogram().getDataPointsList().stream()
              .map(
                  p ->
                      new Point(
                          p.getAttributesList(), p.getTimeUnixNano(), p.getSum(), p.toByteArray()))
              .toList();
      case EXPONENTIAL_HISTOGRAM ->
          metric.getExponentialHistogram().getDataPointsList().stream()
              .map(
                  p ->
                      new Point(
                          p.getAttributesList(), p.getTimeUnixNano(), p.getSum(), p.toByteArray()))
              .toList();
      case SUMMARY ->
          metric.getSummary().getDataPointsList().stream()
              .map(
                  p ->
                      new Point(
                          p.getAttributesList(), p.getTimeUnixNano(), p.getSum(), p.toByteArray()))
              .toList();
      case DATA_NOT_SET -> List.of();
    };
  }

  private static Point point(NumberDataPoint point) {
    double value =
        point.getValueCase() == NumberDataPoint.ValueCase.AS_INT
            ? point.getAsInt()
            : point.getAsDouble();
    return new Point(point.getAttributesList(), point.getTimeUnixNano(), value, null);
  }

  /** The key of a series, or -1 if the sandbox has too many. */
  private long series(long sandbox, String service, Metric metric, List<KeyValue> attributes)
      throws SQLException {
    KeyValueList sorted =
        KeyValueList.newBuilder()
            .addAllValues(
                attributes.stream().sorted(Comparator.comparing(KeyValue::getKey)).toList())
            .build();
    var one = new Series(sandbox, metric.getName(), service, sorted.toByteString());
    Long known = series.get(one);
    if (known == null) {
      known = found(one, metric);
      if (known >= 0) {
        series.put(one, known);
      }
    }
    return known;
  }

  private long found(Series one, Metric metric) throws SQLException {
    bind(find, one);
    try (var rows = find.executeQuery()) {
      if (rows.next()) {
        return rows.getLong(1);
      }
    }
    if (count(one.sandbox()) >= MAX_SERIES
        || one.attributes().size() + one.name().length() > MAX_SERIES_BYTES) {
      return -1;
    }
    counts.merge(one.sandbox(), 1, Integer::sum);
    bind(insert, one);
    insert.setString(5, metric.getUnit());
    insert.setString(6, metric.getDataCase().name().toLowerCase(java.util.Locale.ROOT));
    try (var rows = insert.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void bind(PreparedStatement statement, Series one) throws SQLException {
    statement.setLong(1, one.sandbox());
    statement.setString(2, one.name());
    statement.setString(3, one.service());
    statement.setBytes(4, one.attributes().toByteArray());
  }

  private int count(long sandbox) throws SQLException {
    Integer known = counts.get(sandbox);
    if (known != null) {
      return known;
    }
    count.setLong(1, sandbox);
    try (var rows = count.executeQuery()) {
      int number = rows.next() ? rows.getInt(1) : 0;
      counts.put(sandbox, number);
      return number;
    }
  }

  void forget() throws SQLException {
    series.clear();
    counts.clear();
    keys.forget();
    point.clearBatch();
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : new PreparedStatement[] {find, insert, count, point}) {
      statement.close();
    }
  }
}
