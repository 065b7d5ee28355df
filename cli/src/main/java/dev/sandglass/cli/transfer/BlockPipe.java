package dev.sandglass.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream that another thread writes while it is read, a few big blocks ahead at most. */
final class BlockPipe extends InputStream {
  private static final int BLOCKS_AHEAD = 4;
  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(BLOCKS_AHEAD);
  private final Thread thread;
  private byte[] block = END;
  private int position;
  private boolean ended;
  private volatile boolean closed;
  private volatile @Nullable IOException failure;

  /** Writes everything; what it throws, the reader gets. */
  @FunctionalInterface
  interface Producer {
    void writeTo(OutputStream out) throws IOException;
  }

  BlockPipe(Producer producer) {
    thread = new Thread(() -> produce(producer), "archive");
    thread.setDaemon(true);
    thread.start();
  }

  private void produce(Producer producer) {
    try {
      Sink sink = new Sink();
      producer.writeTo(sink);
      sink.flush();
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new IOException(e.getMessage(), e);
    }
    try {
      hand(END);
    } catch (IOException e) {
      // The reader is gone, so nobody waits for the end.
      return;
    }
  }

  private void hand(byte[] full) throws IOException {
    try {
      while (!closed) {
        if (blocks.offer(full, 100, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      throw new IOException("The reader went away");
    } catch (InterruptedException e) {
      throw new InterruptedIOException("Interrupted");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (position == block.length && !ended) {
      try {
        block = blocks.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted");
      }
      position = 0;
      ended = block.length == 0;
    }
    IOException failed = failure;
    if (ended && failed != null) {
      throw new IOException(failed.getMessage(), failed);
    }
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    int count = Math.min(length, block.length - position);
    System.arraycopy(block, position, bytes, offset, count);
    position += count;
    return count;
  }

  /** Ends the writer too. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private final class Sink extends OutputStream {
    private byte[] filling = new byte[Transfer.BLOCK];
    private int filled;

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int count = Math.min(length - done, filling.length - filled);
        System.arraycopy(bytes, offset + done, filling, filled, count);
        filled += count;
        done += count;
        if (filled == filling.length) {
          hand(filling);
          filling = new byte[Transfer.BLOCK];
          filled = 0;
        }
      }
    }

    @Override
    public void flush() throws IOException {
      if (filled > 0) {
        hand(Arrays.copyOf(filling, filled));
        filled = 0;
      }
    }
  }
}
