package dev.sandglass.engine.observability.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes what is too old, and then the oldest of whichever sandbox has most until everything fits:
 * one that tells a lot loses its own signals, not those of others. In small transactions, so that
 * queries go on.
 */
final class Pruning implements AutoCloseable {
  private static final int CHUNK = 2_000;
  private static final int POINT_BYTES = 24;
  private static final int MAX_RESOURCES = 5_000;

  private final Connection connection;
  private final Instant oldest;
  private final long maxBytes;
  private final PreparedStatement account;

  Pruning(Connection connection, Instant oldest, long maxBytes) throws SQLException {
    this.connection = connection;
    this.oldest = oldest;
    this.maxBytes = maxBytes;
    account =
        connection.prepareStatement("UPDATE sandbox SET bytes = max(0, bytes - ?) WHERE key = ?");
  }

  void run() throws SQLException {
    for (String table : new String[] {"log", "span"}) {
      int deleted = CHUNK;
      while (deleted == CHUNK) {
        deleted = delete(table, "stored < ?", oldest.toEpochMilli());
        connection.commit();
      }
    }
    deletePoints();
    while (bytes() > maxBytes) {
      shrinkLargest();
      connection.commit();
    }
    forgetEmpty();
    connection.commit();
    vacuum();
  }

  private int delete(String table, String condition, long value) throws SQLException {
    String sql =
        "DELETE FROM "
            + table
            + " WHERE id IN (SELECT id FROM "
            + table
            + " WHERE "
            + condition
            + " ORDER BY id LIMIT "
            + CHUNK
            + ") RETURNING sandbox, size";
    Map<Long, Long> freed = new HashMap<>();
    int rows = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, value);
      try (var deleted = statement.executeQuery()) {
        while (deleted.next()) {
          freed.merge(deleted.getLong(1), deleted.getLong(2), Long::sum);
          rows++;
        }
      }
    }
    subtract(freed);
    return rows;
  }

  private void subtract(Map<Long, Long> freed) throws SQLException {
    for (var entry : freed.entrySet()) {
      account.setLong(1, entry.getValue());
      account.setLong(2, entry.getKey());
      account.executeUpdate();
    }
  }

  private record Series(long key, long sandbox) {}

  private void deletePoints() throws SQLException {
    List<Series> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT key, sandbox FROM series")) {
      while (rows.next()) {
        all.add(new Series(rows.getLong(1), rows.getLong(2)));
      }
    }
    long before = StoredTime.nanos(oldest);
    for (Series series : all) {
      deletePoints(series, before);
    }
    connection.commit();
  }

  private long deletePoints(Series series, long before) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM point WHERE series = ? AND time < ?")) {
      statement.setLong(1, series.key());
      statement.setLong(2, before);
      long deleted = statement.executeUpdate();
      if (deleted > 0) {
        subtract(Map.of(series.sandbox(), deleted * POINT_BYTES));
      }
      return deleted;
    }
  }

  private long bytes() throws SQLException {
    return number("SELECT total(bytes) FROM sandbox");
  }

  private void shrinkLargest() throws SQLException {
    long largest = number("SELECT key FROM sandbox ORDER BY bytes DESC LIMIT 1");
    long deleted = delete("log", "sandbox = ?", largest) + delete("span", "sandbox = ?", largest);
    if (deleted == 0) {
      deleted = deleteOldestPoints(largest);
    }
    if (deleted == 0) {
      // Nothing is left of it: what was counted is not there any more.
      try (PreparedStatement none =
          connection.prepareStatement("UPDATE sandbox SET bytes = 0 WHERE key = ?")) {
        none.setLong(1, largest);
        none.executeUpdate();
      }
    }
  }

  private long deleteOldestPoints(long sandbox) throws SQLException {
    List<Series> all = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT key FROM series WHERE sandbox = ?")) {
      statement.setLong(1, sandbox);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(new Series(rows.getLong(1), sandbox));
        }
      }
    }
    long deleted = 0;
    for (Series series : all) {
      long first = number("SELECT min(time) FROM point WHERE series = " + series.key());
      long last = number("SELECT max(time) FROM point WHERE series = " + series.key());
      deleted += deletePoints(series, first + (last - first) / 10 + 1);
    }
    return deleted;
  }

  private void forgetEmpty() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "DELETE FROM series WHERE NOT EXISTS (SELECT 1 FROM point WHERE series = series.key)");
      statement.executeUpdate(
          "DELETE FROM sandbox WHERE NOT EXISTS (SELECT 1 FROM log WHERE sandbox = sandbox.key)"
              + " AND NOT EXISTS (SELECT 1 FROM span WHERE sandbox = sandbox.key)"
              + " AND NOT EXISTS (SELECT 1 FROM series WHERE sandbox = sandbox.key)");
      statement.executeUpdate("DELETE FROM resource WHERE used < " + oldest.toEpochMilli());
      if (number("SELECT count(*) FROM resource") > MAX_RESOURCES) {
        statement.executeUpdate(
            "DELETE FROM resource WHERE key NOT IN (SELECT resource FROM log)"
                + " AND key NOT IN (SELECT resource FROM span)");
      }
    }
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** Gives free pages back to the file system; outside of a transaction, and not many at once. */
  private void vacuum() throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA incremental_vacuum(4000)");
    } finally {
      connection.setAutoCommit(false);
    }
  }

  @Override
  public void close() throws SQLException {
    account.close();
  }
}
