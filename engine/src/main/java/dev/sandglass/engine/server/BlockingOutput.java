package dev.sandglass.engine.server;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Writes to a connection from a thread that may block: it waits while {@value #CHUNKS} chunks are
 * on their way, so that a slow reader stops its own producer and nobody else. Every write throws
 * once the connection is gone. For one thread at a time.
 */
public final class BlockingOutput extends OutputStream {
  private static final int CHUNKS = 16;
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Function<Buffer, Future<Void>> sink;
  private final Semaphore free = new Semaphore(CHUNKS);
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile boolean gone;

  BlockingOutput(Function<Buffer, Future<Void>> sink) {
    this.sink = sink;
  }

  /** To be called when the connection is gone: wakes the writer. */
  void gone() {
    gone = true;
    free.release(CHUNKS);
    closed.complete(null);
  }

  /** Completes when the connection is gone, also while nothing is written. */
  public CompletableFuture<Void> closed() {
    return closed;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    for (int from = offset; from < end; from += CHUNK_BYTES) {
      send(
          Buffer.buffer(Math.min(CHUNK_BYTES, end - from))
              .appendBytes(bytes, from, Math.min(CHUNK_BYTES, end - from)));
    }
  }

  /**
   * Writes one chunk (a message, on a WebSocket) that the caller does not touch again.
   *
   * @throws IOException if the connection is gone
   */
  public void send(Buffer chunk) throws IOException {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the reader was slow");
    }
    if (gone) {
      free.release();
      throw new IOException("the client has gone away");
    }
    sink.apply(chunk).onComplete(this::written);
  }

  private void written(AsyncResult<Void> result) {
    if (result.failed()) {
      gone();
    }
    free.release();
  }

  /** Does nothing: chunks are sent as they are written. */
  @Override
  public void flush() {
    // Nothing is held back.
  }
}
