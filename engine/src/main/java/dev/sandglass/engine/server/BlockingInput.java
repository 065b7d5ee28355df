package dev.sandglass.engine.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reads what a connection sends from a thread that may block. At most {@value #CHUNKS} chunks are
 * held; then the sender is made to wait. Reading throws if the connection is cut before its regular
 * end. For one thread at a time.
 */
public final class BlockingInput extends InputStream {
  private static final int CHUNKS = 32;
  private static final Buffer END = Buffer.buffer();
  private static final Buffer CUT = Buffer.buffer();

  private final ReadStream<Buffer> source;
  private final Context context;
  private final LinkedBlockingQueue<Buffer> chunks = new LinkedBlockingQueue<>();
  private byte[] current = new byte[0];
  private int position;
  private int consumed;
  private boolean ended;

  /** Whether the end was seen; only touched on the event loop. */
  private boolean arrived;

  /** Takes over the stream; to be called on its event loop before anything else could read it. */
  BlockingInput(ReadStream<Buffer> source, Context context) {
    this.source = source;
    this.context = context;
    source.pause();
    source.exceptionHandler(failure -> chunks.add(CUT));
    source.endHandler(
        end -> {
          arrived = true;
          chunks.add(END);
        });
    source.handler(
        chunk -> {
          if (chunk.length() > 0) {
            chunks.add(chunk);
          } else {
            source.fetch(1);
          }
        });
    source.fetch(CHUNKS);
  }

  @Override
  public int read() throws IOException {
    return fill() ? current[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, bytes, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return current.length - position;
  }

  /** Wakes the reader with an error, as if the connection had been cut. */
  void cut() {
    chunks.add(CUT);
  }

  private boolean fill() throws IOException {
    if (position < current.length) {
      return true;
    }
    if (ended) {
      return false;
    }
    Buffer next;
    try {
      next = chunks.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the client");
    }
    if (next == CUT) {
      chunks.add(CUT);
      throw new IOException("the connection was cut before the end of the request");
    }
    if (next == END) {
      ended = true;
      return false;
    }
    current = next.getBytes();
    position = 0;
    consumed++;
    if (consumed == CHUNKS / 2) {
      consumed = 0;
      context.runOnContext(
          ignored -> {
            // A stream that has ended refuses to be asked for more.
            if (!arrived) {
              source.fetch(CHUNKS / 2);
            }
          });
    }
    return true;
  }
}
