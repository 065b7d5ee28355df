package dev.sandglass.sandbox.opensandbox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Content on its way into or out of a sandbox; counted on whatever thread reads it. */
final class CountedContent extends FilterInputStream {
  private final AtomicLong count = new AtomicLong();
  private final Optional<TarFiles> files;

  private CountedContent(InputStream content, Optional<TarFiles> files) {
    super(content);
    this.files = files;
  }

  static CountedContent of(InputStream content) {
    return new CountedContent(content, Optional.empty());
  }

  /** Content that is an archive, whose files are counted too. */
  static CountedContent archive(InputStream tar) {
    return new CountedContent(tar, Optional.of(new TarFiles()));
  }

  /** How many bytes have been taken from it. */
  long count() {
    return count.get();
  }

  /** How many files have been read, if it is an archive. */
  OptionalLong files() {
    return files.isPresent() ? files.get().count() : OptionalLong.empty();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    if (read > 0) {
      count.addAndGet(read);
      files.ifPresent(tar -> tar.accept(target, offset, read));
    }
    return read;
  }

  /** Skipping is reading, as archives have to be looked at. */
  @Override
  public long skip(long wanted) throws IOException {
    byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, wanted))];
    return Math.max(0, read(skipped, 0, skipped.length));
  }
}
