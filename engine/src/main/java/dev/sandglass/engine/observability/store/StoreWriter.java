package dev.sandglass.engine.observability.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes items in transactions, and clears up once a minute and when the disk is full. Used by one
 * thread. After a failure the items are lost, and the file is opened anew for the next ones, but
 * not more often than every few seconds.
 */
final class StoreWriter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StoreWriter.class.getName());
  private static final Duration PRUNING = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Database database;
  private final Duration retention;
  private final long maxBytes;
  private final Clock clock;
  private @Nullable Connection connection;
  private @Nullable BatchWriter batches;
  private long pruneAtNanos = System.nanoTime();
  private long retryAtNanos = System.nanoTime();
  private boolean failing;

  StoreWriter(Database database, Duration retention, long maxBytes, Clock clock) {
    this.database = database;
    this.retention = retention;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /** How long it can wait before it has to clear up. */
  Duration untilPruning() {
    return Duration.ofNanos(Math.max(0, pruneAtNanos - System.nanoTime()));
  }

  /**
   * Writes items, and clears up if it is time.
   *
   * @return how many records were left out, by origin
   */
  Map<String, Long> write(List<SignalStore.Item> items) {
    Map<String, Long> lost = new HashMap<>();
    if (connection == null && System.nanoTime() - retryAtNanos < 0) {
      loseAll(items, lost);
      pruneAtNanos = System.nanoTime() + PRUNING.toNanos();
      return lost;
    }
    try {
      Connection open = open();
      write(open, items, lost);
      if (untilPruning().isZero()) {
        prune(open, maxBytes);
      }
      failing = false;
    } catch (SQLException | RuntimeException | LinkageError e) {
      // Nobody else would go on writing.
      lost.clear();
      loseAll(items, lost);
      fail(e);
    }
    return lost;
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = database.openForWriting();
      connection = open;
      batches = new BatchWriter(open, new StoredTime(retention));
    }
    return open;
  }

  private void write(Connection open, List<SignalStore.Item> items, Map<String, Long> lost)
      throws SQLException {
    BatchWriter current = batches;
    if (items.isEmpty() || current == null) {
      return;
    }
    Instant now = clock.instant();
    for (SignalStore.Item item : items) {
      if (item instanceof SignalStore.Item.Batch batch) {
        long left = current.write(batch.batch(), now);
        if (left > 0) {
          lost.merge(batch.origin(), left, Long::sum);
        }
      } else if (item instanceof SignalStore.Item.Tail tail) {
        current.writeTail(tail.position());
      } else if (item instanceof SignalStore.Item.Gone gone) {
        current.forgetTails(gone.sandbox());
      }
    }
    current.finish();
    open.commit();
  }

  private void prune(Connection open, long bytes) throws SQLException {
    pruneAtNanos = System.nanoTime() + PRUNING.toNanos();
    try (var pruning = new Pruning(open, clock.instant().minus(retention), bytes)) {
      pruning.run();
    }
    if (batches != null) {
      batches.forget();
    }
  }

  private static void loseAll(List<SignalStore.Item> items, Map<String, Long> lost) {
    for (SignalStore.Item item : items) {
      if (item instanceof SignalStore.Item.Batch batch) {
        lost.merge(batch.origin(), (long) batch.batch().records(), Long::sum);
      }
    }
  }

  private void fail(Throwable failure) {
    if (!failing) {
      failing = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "signals of sandboxes cannot be kept for now: {0}",
          failure.toString());
    }
    Connection broken = connection;
    boolean full =
        failure instanceof SQLException sql
            && (sql.getErrorCode() & 0xff) == org.sqlite.SQLiteErrorCode.SQLITE_FULL.code;
    if (full && broken != null) {
      try {
        broken.rollback();
        prune(broken, maxBytes / 2);
      } catch (SQLException e) {
        // The disk itself is full: it is tried again later.
        LOG.log(System.Logger.Level.DEBUG, "no room could be made", e);
      }
    }
    closeQuietly();
    retryAtNanos = System.nanoTime() + RETRY.toNanos();
  }

  private void closeQuietly() {
    try {
      if (batches != null) {
        batches.close();
      }
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "the store did not close well", e);
    }
    batches = null;
    connection = null;
  }

  @Override
  public void close() {
    closeQuietly();
  }
}
