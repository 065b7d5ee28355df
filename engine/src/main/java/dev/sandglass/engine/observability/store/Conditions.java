package dev.sandglass.engine.observability.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions of a query, with the values that they need. */
final class Conditions {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /** What a sandbox told in some time. */
  static Conditions of(String sandbox, Optional<Instant> from, Optional<Instant> to) {
    var conditions = new Conditions();
    conditions.and("sandbox = (SELECT key FROM sandbox WHERE id = ?)", sandbox);
    from.ifPresent(time -> conditions.and("time >= ?", StoredTime.nanos(time)));
    to.ifPresent(time -> conditions.and("time < ?", StoredTime.nanos(time)));
    return conditions;
  }

  /** Adds a condition with the value of each question mark in it. */
  void and(String condition, Object... more) {
    text.append(text.isEmpty() ? "" : " AND ").append(condition);
    values.addAll(List.of(more));
  }

  PreparedStatement prepare(Connection connection, String before, String after)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(before + text + after);
    try {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** The number that a statement answers with. */
  static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
