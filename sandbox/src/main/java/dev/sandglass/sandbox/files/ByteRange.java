package dev.sandglass.sandbox.files;

/**
 * Part of a file.
 *
 * @param first offset of the first byte, from 0
 * @param last offset of the last byte; {@link Long#MAX_VALUE} means the end of the file
 */
public record ByteRange(long first, long last) {
  public ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("Not a range of bytes: " + first + "-" + last);
    }
  }

  /** Everything from an offset on. */
  public static ByteRange from(long first) {
    return new ByteRange(first, Long.MAX_VALUE);
  }
}
