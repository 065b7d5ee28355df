package dev.sandglass.engine.observability.store;

import com.google.protobuf.ByteString;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** Numbers that stand for sandboxes and resources. */
final class Keys implements AutoCloseable {
  private static final int REMEMBERED = 512;

  private final PreparedStatement sandbox;
  private final PreparedStatement resource;
  private final Map<String, Long> sandboxes = new LeastRecent<>(REMEMBERED);
  private final Map<ByteString, Long> resources = new LeastRecent<>(REMEMBERED);

  Keys(Connection connection) throws SQLException {
    sandbox =
        connection.prepareStatement(
            "INSERT INTO sandbox (id) VALUES (?)"
                + " ON CONFLICT (id) DO UPDATE SET id = id RETURNING key");
    resource =
        connection.prepareStatement(
            "INSERT INTO resource (data, service, used) VALUES (?, ?, ?)"
                + " ON CONFLICT (data) DO UPDATE SET used = excluded.used RETURNING key");
  }

  long sandbox(String id) throws SQLException {
    Long known = sandboxes.get(id);
    if (known == null) {
      sandbox.setString(1, id);
      known = key(sandbox);
      sandboxes.put(id, known);
    }
    return known;
  }

  long resource(ByteString data, String service, long now) throws SQLException {
    Long known = resources.get(data);
    if (known == null) {
      resource.setBytes(1, data.toByteArray());
      resource.setString(2, service);
      resource.setLong(3, now);
      known = key(resource);
      resources.put(data, known);
    }
    return known;
  }

  private static long key(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  void forget() {
    sandboxes.clear();
    resources.clear();
  }

  @Override
  public void close() throws SQLException {
    sandbox.close();
    resource.close();
  }
}
