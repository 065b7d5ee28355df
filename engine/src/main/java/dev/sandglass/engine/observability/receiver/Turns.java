package dev.sandglass.engine.observability.receiver;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * Work of one sandbox on threads that all share: one piece at a time, and after each it is the
 * others' turn. Thread-safe.
 */
final class Turns {
  private static final System.Logger LOG = System.getLogger(Turns.class.getName());

  private final ExecutorService threads;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean queued;

  Turns(ExecutorService threads) {
    this.threads = threads;
  }

  void execute(Runnable piece) {
    synchronized (waiting) {
      waiting.add(piece);
      if (queued) {
        return;
      }
      queued = true;
    }
    submit();
  }

  private void submit() {
    try {
      threads.execute(this::next);
    } catch (RejectedExecutionException e) {
      // The engine ends; whoever sent it sends it again to the next one.
      LOG.log(System.Logger.Level.DEBUG, "left undone", e);
    }
  }

  private void next() {
    Runnable piece;
    synchronized (waiting) {
      piece = waiting.remove();
    }
    try {
      piece.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a message of a sandbox could not be taken", e);
    } finally {
      // Whatever happened: no sandbox may be left without turns for it.
      giveTurnToNext();
    }
  }

  private void giveTurnToNext() {
    synchronized (waiting) {
      queued = !waiting.isEmpty();
      if (!queued) {
        return;
      }
    }
    submit();
  }
}
