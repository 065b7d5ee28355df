package dev.sandglass.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends a stream in large pieces, each read when the connection can take it. The JDK's own
 * publisher of streams reads 16 KiB at a time.
 */
public final class StreamPublisher implements BodyPublisher {
  private static final int PIECE = 128 * 1024;

  private final InputStream stream;
  private final long length;

  /**
   * Sends all of a stream, which is not closed.
   *
   * @param length its length in bytes, or -1 if that is not known
   */
  public StreamPublisher(InputStream stream, long length) {
    this.stream = stream;
    this.length = length;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Pump(stream, subscriber));
  }

  /** The local stream failed, not the connection. */
  static final class SourceFailure extends IOException {
    private static final long serialVersionUID = 1L;

    SourceFailure(IOException cause) {
      super(cause);
    }
  }

  private static final class Pump implements Subscription {
    private final InputStream stream;
    private final Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private volatile boolean ended;

    Pump(InputStream stream, Subscriber<? super ByteBuffer> subscriber) {
      this.stream = stream;
      this.subscriber = subscriber;
    }

    /** Whoever raises the demand from zero does the work; others only raise it. */
    @Override
    public void request(long n) {
      if (demand.getAndAdd(n) > 0) {
        return;
      }
      do {
        if (!ended) {
          publishOne();
        }
      } while (demand.decrementAndGet() > 0);
    }

    private void publishOne() {
      try {
        byte[] piece = new byte[PIECE];
        int count = stream.read(piece);
        if (count < 0) {
          ended = true;
          subscriber.onComplete();
        } else {
          subscriber.onNext(ByteBuffer.wrap(piece, 0, count));
        }
      } catch (IOException e) {
        ended = true;
        subscriber.onError(new SourceFailure(e));
      }
    }

    @Override
    public void cancel() {
      ended = true;
    }
  }
}
