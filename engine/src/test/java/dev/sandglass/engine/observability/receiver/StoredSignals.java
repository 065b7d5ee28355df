package dev.sandglass.engine.observability.receiver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.observability.ObservabilitySettings;
import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.store.LogQuery;
import dev.sandglass.engine.observability.store.MetricQuery;
import dev.sandglass.engine.observability.store.SignalStore;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a running engine has stored, read from its file. */
final class StoredSignals implements AutoCloseable {
  private final SignalStore store;

  StoredSignals(RunningEngine engine) {
    store =
        new SignalStore(
            engine.directories().state().resolve("signals/signals.db"),
            ObservabilitySettings.of(Map.of()),
            new SignalCounts(),
            Clock.systemUTC());
  }

  /** The spans of a trace, once there are any. */
  List<ObjectNode> spans(String sandbox, String trace) {
    Await.until(() -> !now(sandbox, trace).isEmpty());
    return now(sandbox, trace);
  }

  /** The spans of a trace. */
  List<ObjectNode> now(String sandbox, String trace) {
    try {
      return store.reader().trace(sandbox, HexFormat.of().parseHex(trace), 100);
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains("no such table")) {
        // The engine is just making it.
        return List.of();
      }
      throw new IllegalStateException(e);
    }
  }

  /** The body of the log record that holds a text, once there is one. */
  String logs(String sandbox, String text) {
    LogQuery query =
        new LogQuery(
            sandbox,
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.of(text),
            Optional.empty(),
            OptionalLong.empty(),
            true,
            0,
            10);
    Await.until(() -> !read(query).isEmpty());
    return read(query).get(0).path("body").asText();
  }

  private List<ObjectNode> read(LogQuery query) {
    try {
      return store.reader().logs(query).items();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many series of a metric there are, once there are any. */
  int metric(String sandbox, String name) {
    Await.until(() -> metricNow(sandbox, name) > 0);
    return metricNow(sandbox, name);
  }

  /** How many series of a metric are there at this moment. */
  int metricNow(String sandbox, String name) {
    return count(new MetricQuery(sandbox, Optional.empty(), Optional.empty(), List.of(name), 10));
  }

  private int count(MetricQuery query) {
    try {
      return store.reader().metrics(query).size();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
