package dev.sandglass.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A body as a stream whose reader can be interrupted. The JDK's own, up to version 19, goes on
 * waiting when its thread is interrupted, so that a command that follows an output would not end.
 */
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
  /** How many batches may be under way: some, so that reading and receiving overlap. */
  private static final int BATCHES = 4;

  private record Chunk(ByteBuffer buffer, boolean endsBatch) {}

  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private Flow.@Nullable Subscription subscription;
  private @Nullable Throwable failure;
  private boolean complete;
  private boolean closed;

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    boolean unwanted;
    synchronized (this) {
      subscription = newSubscription;
      unwanted = closed;
    }
    if (unwanted) {
      newSubscription.cancel();
    } else {
      newSubscription.request(BATCHES);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> items) {
    List<ByteBuffer> filled = items.stream().filter(ByteBuffer::hasRemaining).toList();
    synchronized (this) {
      for (int i = 0; i < filled.size(); i++) {
        chunks.add(new Chunk(filled.get(i), i == filled.size() - 1));
      }
      notifyAll();
    }
    if (filled.isEmpty()) {
      more();
    }
  }

  private void more() {
    Flow.Subscription from;
    synchronized (this) {
      from = subscription;
    }
    if (from != null) {
      from.request(1);
    }
  }

  @Override
  public synchronized void onError(Throwable throwable) {
    failure = throwable;
    notifyAll();
  }

  @Override
  public synchronized void onComplete() {
    complete = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    boolean batchRead;
    int count;
    synchronized (this) {
      Chunk chunk = await();
      if (chunk == null) {
        return -1;
      }
      count = Math.min(length, chunk.buffer().remaining());
      chunk.buffer().get(target, offset, count);
      boolean read = !chunk.buffer().hasRemaining();
      if (read) {
        chunks.remove();
      }
      batchRead = read && chunk.endsBatch();
    }
    if (batchRead) {
      more();
    }
    return count;
  }

  /** The next chunk; null at the end. */
  private @Nullable Chunk await() throws IOException {
    while (true) {
      if (closed) {
        return null;
      }
      if (!chunks.isEmpty()) {
        return chunks.element();
      }
      if (failure != null) {
        throw failure instanceof IOException io
            ? io
            : new IOException(failure.getMessage(), failure);
      }
      if (complete) {
        return null;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for an answer", e);
      }
    }
  }

  @Override
  public synchronized int available() {
    return chunks.isEmpty() ? 0 : chunks.element().buffer().remaining();
  }

  @Override
  public void close() {
    Flow.Subscription unwanted;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      chunks.clear();
      unwanted = subscription;
      notifyAll();
    }
    if (unwanted != null) {
      unwanted.cancel();
    }
  }
}
