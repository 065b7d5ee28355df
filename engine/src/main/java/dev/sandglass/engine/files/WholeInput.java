package dev.sandglass.engine.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that must have exactly so many bytes: an early end is an error, not an end. */
final class WholeInput extends FilterInputStream {
  private long left;

  WholeInput(InputStream in, long size) {
    super(in);
    this.left = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new IOException("the file was cut short while it was read");
    }
    left -= count;
    return count;
  }
}
