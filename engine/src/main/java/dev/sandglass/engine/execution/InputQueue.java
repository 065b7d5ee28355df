package dev.sandglass.engine.execution;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * Input on its way to a process: up to {@value #CHUNKS} chunks wait for a process that does not
 * read, so that signals behind them still come through; then the sender waits too. Input for a
 * process that has ended or closed its input is dropped. Thread-safe.
 */
final class InputQueue {
  private static final int CHUNKS = 16;

  private final Executor executor;
  private final OutputStream target;
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private boolean started;
  private boolean ended;
  private boolean closed;

  InputQueue(Executor executor, OutputStream target) {
    this.executor = executor;
    this.target = target;
  }

  /** Adds input; waits while too much is waiting. */
  synchronized void add(byte[] bytes, int offset) throws IOException {
    while (chunks.size() >= CHUNKS && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while the command did not read");
      }
    }
    if (!closed && !ended) {
      chunks.add(Arrays.copyOfRange(bytes, offset, bytes.length));
      changed();
    }
  }

  /** The input ends after what was added so far. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      changed();
    }
  }

  /** Drops what is waiting. */
  synchronized void close() {
    closed = true;
    chunks.clear();
    notifyAll();
  }

  private void changed() {
    if (!started) {
      started = true;
      executor.execute(this::write);
    }
    notifyAll();
  }

  private void write() {
    try (target) {
      byte[] chunk = next();
      while (chunk.length > 0) {
        target.write(chunk);
        target.flush();
        chunk = next();
      }
    } catch (IOException e) {
      // The process reads no more: as with a pipe, what follows is lost.
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next chunk; empty at the end. */
  private synchronized byte[] next() throws InterruptedException {
    while (chunks.isEmpty()) {
      if (ended || closed) {
        return new byte[0];
      }
      wait();
    }
    byte[] chunk = chunks.remove();
    notifyAll();
    return chunk;
  }
}
