package dev.sandglass.engine.template;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A stream that knows the digest it must have, and that it must not be longer than this. */
final class Sha256Input extends FilterInputStream {
  private final MessageDigest sha = sha256();
  private final String expected;
  private long left;

  /**
   * Wraps a stream.
   *
   * @param digest such as {@code sha256:0123…}; empty if it is not known
   * @param limit most bytes it may have
   */
  Sha256Input(InputStream in, String digest, long limit) {
    super(in);
    this.expected = digest;
    this.left = limit;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      left -= count;
      if (left < 0) {
        throw Invalid.because("the content is larger than the free space on disk");
      }
      if (!expected.isEmpty()) {
        sha.update(bytes, offset, count);
      }
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] passed = new byte[(int) Math.min(Math.max(count, 0), 8192)];
    return Math.max(0, read(passed, 0, passed.length));
  }

  /** Reads to the end and compares. */
  void verify() throws IOException {
    byte[] rest = new byte[8192];
    while (read(rest, 0, rest.length) >= 0) {
      // What follows the end of an archive counts, too.
    }
    String actual = "sha256:" + HexFormat.of().formatHex(sha.digest());
    if (!expected.isEmpty() && !actual.equals(expected)) {
      throw Invalid.because("damaged: the digest should be " + expected + " but is " + actual);
    }
  }
}
