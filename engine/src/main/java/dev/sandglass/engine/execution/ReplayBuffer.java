package dev.sandglass.engine.execution;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * The last {@value #MAX_BYTES} bytes of a terminal's output, by their offset in all of it. One
 * thread or several write; a reader waits for what comes next. Thread-safe.
 */
final class ReplayBuffer {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_PIECE_BYTES = 32 * 1024;

  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private long start;
  private long end;
  private long needed = Long.MAX_VALUE;
  private boolean finished;

  /**
   * A piece of output.
   *
   * @param stream 1 standard output, 2 standard error
   * @param offset where it begins
   */
  record Chunk(int stream, long offset, byte[] bytes) {
    long end() {
      return offset + bytes.length;
    }
  }

  /** How much output there was so far. */
  synchronized long end() {
    return end;
  }

  /** Offset of the oldest byte that is kept. */
  synchronized long start() {
    return start;
  }

  /** Adds output; waits while that would drop what the attached reader has not read. */
  synchronized void add(int stream, byte[] bytes, int length) throws InterruptedException {
    while (needed < end && end + length - needed > MAX_BYTES) {
      wait();
    }
    chunks.add(new Chunk(stream, end, Arrays.copyOf(bytes, length)));
    end += length;
    while (end - start > MAX_BYTES) {
      start = chunks.remove().end();
    }
    notifyAll();
  }

  /** Everything from an offset on, in one piece. */
  synchronized byte[] from(long offset) {
    long first = Math.min(Math.max(offset, start), end);
    byte[] bytes = new byte[(int) (end - first)];
    for (Chunk chunk : chunks) {
      int skip = (int) Math.max(0, first - chunk.offset());
      if (skip < chunk.bytes().length) {
        int target = (int) (chunk.offset() + skip - first);
        System.arraycopy(chunk.bytes(), skip, bytes, target, chunk.bytes().length - skip);
      }
    }
    return bytes;
  }

  /** Says up to where the attached reader has read. */
  synchronized void readUpTo(long offset) {
    needed = offset;
    notifyAll();
  }

  /** There is no attached reader any more. */
  synchronized void detached() {
    needed = Long.MAX_VALUE;
    notifyAll();
  }

  /** A new process writes. */
  synchronized void reopen() {
    finished = false;
  }

  /** Nothing more will be written. */
  synchronized void finish() {
    finished = true;
    notifyAll();
  }

  /** Wakes readers so that they look whether they are still wanted. */
  synchronized void wake() {
    notifyAll();
  }

  /** Waits for a change of what {@link #next} gives. */
  synchronized void await(long offset) throws InterruptedException {
    if (end <= offset && !finished) {
      wait();
    }
  }

  /** Whether there is nothing after this offset, and never will be. */
  synchronized boolean finishedAt(long offset) {
    return finished && end <= offset;
  }

  /** The next piece from an offset on; empty if there is none yet. */
  synchronized Optional<Chunk> next(long offset) {
    for (Chunk chunk : chunks) {
      if (chunk.end() > offset) {
        int skip = (int) Math.max(0, offset - chunk.offset());
        int stop = Math.min(chunk.bytes().length, skip + MAX_PIECE_BYTES);
        return Optional.of(
            new Chunk(
                chunk.stream(),
                chunk.offset() + skip,
                Arrays.copyOfRange(chunk.bytes(), skip, stop)));
      }
    }
    return Optional.empty();
  }
}
