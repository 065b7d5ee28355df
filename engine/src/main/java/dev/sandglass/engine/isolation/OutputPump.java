package dev.sandglass.engine.isolation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An output of a process, read by a thread of its own and handed on through a bounded queue.
 *
 * <p>Reading directly would wait for the end of the <em>pipe</em>, which anything that the command
 * left running in the background keeps open; this stream ends when the <em>command</em> has ended
 * and nothing more arrives.
 */
final class OutputPump extends InputStream {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int CHUNKS = 4;
  private static final long END_MILLIS = 10_000;
  private static final byte[] EMPTY = new byte[0];
  private static final String LAUNCH_PREFIX = "bwrap: ";

  private final InputStream source;
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private byte[] current = EMPTY;
  private int position;
  private boolean finished;
  private boolean closed;
  private boolean reading;

  /** What may turn out to be bubblewrap's word on why the command could not start; else null. */
  private @Nullable ByteArrayOutputStream held;

  /**
   * Starts reading.
   *
   * @param holdLaunchMessage whether a first line that looks like bubblewrap's is held back until
   *     the command has ended
   */
  OutputPump(InputStream source, String name, boolean holdLaunchMessage) {
    this.source = source;
    this.held = holdLaunchMessage ? new ByteArrayOutputStream() : null;
    var thread = new Thread(this::pump, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void pump() {
    byte[] buffer = new byte[CHUNK_BYTES];
    try (source) {
      while (true) {
        synchronized (this) {
          reading = true;
          notifyAll();
        }
        int count = source.read(buffer);
        synchronized (this) {
          reading = false;
          if (count < 0) {
            return;
          }
          if (finished || closed) {
            // Left-overs of background processes: read, so that they are not held up, and dropped.
            continue;
          }
          accept(Arrays.copyOf(buffer, count));
          notifyAll();
          while (queue.size() >= CHUNKS && !closed) {
            wait();
          }
        }
      }
    } catch (IOException e) {
      // The process is gone: the same as the end of the stream.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        finished = true;
        notifyAll();
      }
    }
  }

  private void accept(byte[] chunk) {
    if (held == null) {
      queue.add(chunk);
      return;
    }
    held.writeBytes(chunk);
    String text = held.toString(StandardCharsets.UTF_8);
    boolean possible =
        text.length() < 4096
            && text.lines()
                .allMatch(line -> line.startsWith(LAUNCH_PREFIX) || LAUNCH_PREFIX.startsWith(line));
    if (!possible) {
      release();
    }
  }

  private void release() {
    if (held != null && held.size() > 0) {
      queue.add(held.toByteArray());
    }
    held = null;
    notifyAll();
  }

  /**
   * After the command ended: the line that was held back, which then is not part of the output any
   * more; empty if there is none.
   *
   * @param graceMillis how long to wait for the end of the stream, in milliseconds
   */
  synchronized String takeLaunchMessage(long graceMillis) throws InterruptedException {
    long deadline = System.nanoTime() + graceMillis * 1_000_000;
    while (!finished && held != null) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    if (held == null) {
      return "";
    }
    String message = held.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
    if (!message.startsWith(LAUNCH_PREFIX)) {
      release();
      return "";
    }
    held = null;
    notifyAll();
    return message.substring(LAUNCH_PREFIX.length());
  }

  /** Adds text of our own to the end of the output. */
  synchronized void append(String text) {
    queue.add(text.getBytes(StandardCharsets.UTF_8));
    notifyAll();
  }

  /** Lets go of a line that was held back: it was the command's own. */
  synchronized void releaseLaunchMessage() {
    release();
  }

  /**
   * Tells that the command has ended: what arrives within the grace time still belongs to it. Waits
   * only for that, not for a slow reader. On a busy machine the end of the stream may take longer
   * to be seen than the grace time; it is waited for unless something else holds the stream open.
   *
   * @param heldOpen whether a process that the command left behind may still write
   */
  void commandEnded(long graceMillis, BooleanSupplier heldOpen) throws InterruptedException {
    synchronized (this) {
      long quietSince = System.nanoTime();
      while (!finished) {
        if (!reading || !queue.isEmpty()) {
          // Data is on its way, or the reader is slow: the pipe has not been seen empty yet.
          wait(graceMillis);
          quietSince = System.nanoTime();
          if (closed) {
            return;
          }
          continue;
        }
        long quiet = (System.nanoTime() - quietSince) / 1_000_000;
        if (quiet >= END_MILLIS || (quiet >= graceMillis && heldOpen.getAsBoolean())) {
          finished = true;
          notifyAll();
          return;
        }
        wait(Math.max(1, graceMillis - quiet));
      }
    }
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (position == current.length) {
      if (closed) {
        throw new IOException("the stream is closed");
      }
      byte[] next = queue.poll();
      if (next != null) {
        current = next;
        position = 0;
        notifyAll();
      } else if (finished && held == null) {
        return -1;
      } else {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted while reading the output of a command", e);
        }
      }
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int available() {
    int waiting = current.length - position;
    for (byte[] chunk : queue) {
      waiting += chunk.length;
    }
    return waiting;
  }

  /** Stops listening; the command is not held up by it. */
  @Override
  public synchronized void close() {
    closed = true;
    queue.clear();
    notifyAll();
  }
}
