package dev.sandglass.engine.observability.store;

import dev.sandglass.engine.observability.ObservabilitySettings;
import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.SignalCounts.Count;
import dev.sandglass.engine.observability.SignalSink;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps signals in a file, for as long and as many as the settings say. Opened when there is
 * something to keep; written by a thread of its own, several batches at a time. What comes faster
 * than it can be written is dropped and counted, by sandbox: none can fill more than a quarter of
 * the queue. Thread-safe.
 */
public final class SignalStore implements SignalSink, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SignalStore.class.getName());
  private static final long QUEUE_BYTES = 8L * 1024 * 1024;
  private static final long SANDBOX_BYTES = QUEUE_BYTES / 4;

  /** Counts beside the bytes, so that empty batches cannot fill the memory. */
  private static final long ITEM_BYTES = 256;

  private static final long GATHER_MILLIS = 100;
  private static final long CLOSE_MILLIS = 3_000;

  private final Database database;
  private final boolean keeps;
  private final StoreWriter writer;
  private final SignalReader reader;
  private final Object lock = new Object();
  private ArrayDeque<Item> queue = new ArrayDeque<>();
  private final Map<String, Long> queuedBytes = new HashMap<>();
  private final SignalCounts counts;
  private long allQueuedBytes;
  private @Nullable Thread thread;
  private boolean closed;
  private CompletableFuture<Void> stored = new CompletableFuture<>();

  /** Something to be written. */
  sealed interface Item {
    /** Signals. */
    record Batch(SignalBatch batch, String origin, long bytes) implements Item {}

    /** How far a file was read. */
    record Tail(TailPosition position) implements Item {}

    /** That a sandbox's files will not be read again. */
    record Gone(String sandbox) implements Item {}
  }

  /**
   * Prepares; opens nothing.
   *
   * @param file where signals are kept
   */
  public SignalStore(Path file, ObservabilitySettings settings, SignalCounts counts, Clock clock) {
    this.counts = counts;
    Duration retention = settings.retention();
    keeps = !retention.isZero();
    database = new Database(file, settings.maxBytes());
    writer = new StoreWriter(database, retention, settings.maxBytes(), clock);
    reader = new SignalReader(database);
  }

  @Override
  public void accept(SignalBatch batch) {
    if (!keeps) {
      return;
    }
    String origin = batch.origin().sandbox().orElse("");
    long bytes = batch.bytes() + ITEM_BYTES;
    synchronized (lock) {
      long own = queuedBytes.getOrDefault(origin, 0L) + bytes;
      if (closed || own > SANDBOX_BYTES || allQueuedBytes + bytes > QUEUE_BYTES) {
        counts.add(origin, Count.UNKEPT_RECORDS, batch.records());
        return;
      }
      queuedBytes.put(origin, own);
      allQueuedBytes += bytes;
      add(new Item.Batch(batch, origin, bytes));
    }
  }

  /** Remembers how far a file was read, once everything that was accepted before is kept. */
  public void remember(TailPosition position) {
    if (keeps) {
      synchronized (lock) {
        add(new Item.Tail(position));
      }
    }
  }

  /** Forgets how far files of a sandbox were read. */
  public void forgetTails(String sandbox) {
    if (keeps) {
      synchronized (lock) {
        add(new Item.Gone(sandbox));
      }
    }
  }

  private void add(Item item) {
    if (closed) {
      return;
    }
    queue.add(item);
    if (thread == null) {
      thread = new Thread(this::work, "signal-store");
      thread.setDaemon(true);
      thread.start();
    }
    lock.notifyAll();
  }

  private void work() {
    try {
      while (true) {
        List<Item> items = take();
        if (items.isEmpty() && finished()) {
          return;
        }
        Map<String, Long> lost = writer.write(items);
        release(items, lost);
      }
    } catch (InterruptedException e) {
      // Only a failing JVM interrupts it; what is written stays.
      Thread.currentThread().interrupt();
    } finally {
      writer.close();
    }
  }

  private boolean finished() {
    synchronized (lock) {
      return closed && queue.isEmpty();
    }
  }

  /** Waits for something, and then a moment for more; empty when it is time to clear up. */
  private List<Item> take() throws InterruptedException {
    synchronized (lock) {
      long deadline = System.nanoTime() + writer.untilPruning().toNanos();
      long left = deadline - System.nanoTime();
      while (queue.isEmpty() && !closed && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(lock, left);
        left = deadline - System.nanoTime();
      }
      long gathered = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
      left = gathered - System.nanoTime();
      while (!queue.isEmpty() && !closed && left > 0 && allQueuedBytes < SANDBOX_BYTES) {
        TimeUnit.NANOSECONDS.timedWait(lock, left);
        left = gathered - System.nanoTime();
      }
      List<Item> items = new ArrayList<>(queue);
      queue = new ArrayDeque<>();
      return items;
    }
  }

  private void release(List<Item> items, Map<String, Long> lost) {
    lost.forEach((origin, records) -> counts.add(origin, Count.UNKEPT_RECORDS, records));
    CompletableFuture<Void> told;
    synchronized (lock) {
      for (Item item : items) {
        if (item instanceof Item.Batch batch) {
          allQueuedBytes -= batch.bytes();
          queuedBytes.computeIfPresent(
              batch.origin(), (key, bytes) -> bytes > batch.bytes() ? bytes - batch.bytes() : null);
        }
      }
      told = stored;
      stored = new CompletableFuture<>();
    }
    told.complete(null);
  }

  /** Completes when something is written that was not yet there. */
  public CompletableFuture<Void> next() {
    synchronized (lock) {
      return stored;
    }
  }

  /** How many records of a sandbox could not be kept since the engine started. */
  public long dropped(String sandbox) {
    return counts.of(sandbox, Count.UNKEPT_RECORDS);
  }

  @Override
  public boolean wants() {
    return keeps;
  }

  /** Queries; they block. */
  public SignalReader reader() {
    return reader;
  }

  /** How far a file was read; what was remembered just now may not be seen yet. */
  public Optional<TailPosition> tail(String sandbox, String file) {
    try {
      return reader.tail(sandbox, file);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "the store cannot be read: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Writes what is still queued, for a few seconds at most, and closes the file. */
  @Override
  public void close() {
    Thread running;
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
      running = thread;
    }
    if (running != null) {
      try {
        running.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    reader.close();
  }
}
