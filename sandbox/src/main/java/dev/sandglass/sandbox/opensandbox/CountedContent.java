package dev.sandglass.sandbox.opensandbox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Content on its way into a sandbox; counted on whatever thread sends it. */
final class CountedContent extends FilterInputStream {
  private final AtomicLong count = new AtomicLong();

  CountedContent(InputStream content) {
    super(content);
  }

  /** How many bytes have been taken from it. */
  long count() {
    return count.get();
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    count.addAndGet(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    count.addAndGet(Math.max(0, read));
    return read;
  }
}
