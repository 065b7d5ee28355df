package dev.sandglass.engine.execution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells an interpreter's messages from what the code in it writes to the same stream. A message is
 * made of frames: a NUL byte, the interpreter's nonce, {@code C} (more follows) or {@code E} (the
 * end), the length in four hexadecimal digits, and the bytes. Frames are small enough for the
 * kernel to write each in one piece. For one thread at a time.
 */
final class FrameSplitter {
  private static final int LENGTH_DIGITS = 4;

  private final byte[] prefix;
  private final Receiver receiver;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private byte[] pending = new byte[0];

  /** Takes what was told apart. */
  interface Receiver {
    /** Bytes that the code wrote. */
    void output(byte[] bytes, int offset, int length) throws IOException;

    /** A message of the interpreter. */
    void message(byte[] bytes) throws IOException;
  }

  FrameSplitter(String nonce, Receiver receiver) {
    this.prefix = ("\0" + nonce).getBytes(StandardCharsets.US_ASCII);
    this.receiver = receiver;
  }

  /** Takes bytes of the stream. */
  void add(byte[] bytes, int count) throws IOException {
    byte[] all = bytes;
    int end = count;
    if (pending.length > 0) {
      all = new byte[pending.length + count];
      System.arraycopy(pending, 0, all, 0, pending.length);
      System.arraycopy(bytes, 0, all, pending.length, count);
      end = all.length;
    }
    int start = 0;
    while (start < end) {
      int candidate = candidate(all, start, end);
      if (candidate > start) {
        receiver.output(all, start, candidate - start);
      }
      start = candidate;
      int next = start < end ? frame(all, start, end) : end;
      if (next == start) {
        break;
      }
      start = next;
    }
    pending = Arrays.copyOfRange(all, start, end);
  }

  /** The stream has ended: what looked like the beginning of a frame was none. */
  void finish() throws IOException {
    receiver.output(pending, 0, pending.length);
    pending = new byte[0];
  }

  /** Where the first thing begins that is a frame, or may turn out to be one. */
  private int candidate(byte[] bytes, int start, int end) {
    for (int at = start; at < end; at++) {
      if (bytes[at] == 0) {
        int length = Math.min(prefix.length, end - at);
        if (Arrays.equals(bytes, at, at + length, prefix, 0, length)) {
          return at;
        }
      }
    }
    return end;
  }

  /** Takes a frame; gives where it ends, or the start if it is not complete. */
  private int frame(byte[] bytes, int start, int end) throws IOException {
    int header = start + prefix.length + 1 + LENGTH_DIGITS;
    if (end < header) {
      return start;
    }
    int length;
    try {
      String digits =
          new String(bytes, header - LENGTH_DIGITS, LENGTH_DIGITS, StandardCharsets.US_ASCII);
      length = Integer.parseInt(digits, 16);
    } catch (NumberFormatException e) {
      throw new IOException("the interpreter's messages are garbled", e);
    }
    if (end < header + length) {
      return start;
    }
    message.write(bytes, header, length);
    if (bytes[start + prefix.length] == 'E') {
      byte[] whole = message.toByteArray();
      message.reset();
      receiver.message(whole);
    }
    return header + length;
  }
}
