package dev.sandglass.engine.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream with every occurrence of some bytes replaced, from the left, counting them. */
final class ReplacingInput extends InputStream {
  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final byte[] wanted;
  private final byte[] replacement;
  private byte[] source;
  private int position;
  private int end;
  private boolean sourceEnded;
  private byte[] ready = new byte[0];
  private int readyPosition;
  private int readyEnd;
  private long count;

  ReplacingInput(InputStream in, byte[] wanted, byte[] replacement) {
    this.in = in;
    this.wanted = wanted.clone();
    this.replacement = replacement.clone();
    this.source = new byte[Math.max(CHUNK, 2 * wanted.length)];
  }

  /** How many were replaced so far. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (readyPosition == readyEnd) {
      if (!produce()) {
        return -1;
      }
    }
    int taken = Math.min(length, readyEnd - readyPosition);
    System.arraycopy(ready, readyPosition, bytes, offset, taken);
    readyPosition += taken;
    return taken;
  }

  private boolean produce() throws IOException {
    int limit = sourceEnded ? end : end - wanted.length + 1;
    if (position >= limit && !sourceEnded) {
      fill();
      return true;
    }
    if (position == end) {
      return false;
    }
    int found = find(limit);
    if (found == position) {
      count++;
      position += wanted.length;
      give(replacement, 0, replacement.length);
    } else {
      give(source, position, found);
      position = found;
    }
    return true;
  }

  private int find(int limit) {
    for (int at = position; at < limit; at++) {
      if (source[at] == wanted[0]
          && at + wanted.length <= end
          && Arrays.equals(source, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return limit;
  }

  private void give(byte[] bytes, int from, int to) {
    ready = bytes;
    readyPosition = from;
    readyEnd = to;
  }

  private void fill() throws IOException {
    System.arraycopy(source, position, source, 0, end - position);
    end -= position;
    position = 0;
    int read = in.read(source, end, source.length - end);
    sourceEnded = read < 0;
    end += Math.max(0, read);
  }
}
