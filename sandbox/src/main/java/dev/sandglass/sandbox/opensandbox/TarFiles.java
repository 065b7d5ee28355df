package dev.sandglass.sandbox.opensandbox;

import java.util.OptionalLong;

/**
 * Counts the files of an archive as its bytes go by. What it cannot read it does not count: then
 * there is no number rather than a wrong one. For one thread at a time; its result for any.
 */
final class TarFiles {
  private static final int BLOCK = 512;
  private static final int SIZE = 124;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final String FILES = "\0" + "07";

  /** Types whose size is that of something which follows: files, and what describes the next. */
  private static final String WITH_DATA = FILES + "xgLKS";

  private final byte[] header = new byte[BLOCK];
  private int filled;
  private long toSkip;
  private boolean ended;
  private volatile boolean garbled;
  private volatile long files;

  /** Takes the next bytes. */
  void accept(byte[] bytes, int offset, int length) {
    int next = offset;
    int end = offset + length;
    while (next < end && !ended && !garbled) {
      if (toSkip > 0) {
        int skipped = (int) Math.min(toSkip, end - next);
        toSkip -= skipped;
        next += skipped;
      } else {
        int taken = Math.min(BLOCK - filled, end - next);
        System.arraycopy(bytes, next, header, filled, taken);
        filled += taken;
        next += taken;
        if (filled == BLOCK) {
          filled = 0;
          entry();
        }
      }
    }
  }

  /** How many regular files there were; empty if it was no archive. */
  OptionalLong count() {
    return garbled ? OptionalLong.empty() : OptionalLong.of(files);
  }

  private void entry() {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : header[i] & 0xff;
    }
    if (sum == 8 * ' ') {
      ended = true; // a block of zeros
      return;
    }
    if (sum != number(CHECKSUM, 8)) {
      garbled = true;
      return;
    }
    char type = (char) header[TYPE];
    files += FILES.indexOf(type) >= 0 ? 1 : 0;
    long size = WITH_DATA.indexOf(type) >= 0 ? number(SIZE, 12) : 0;
    toSkip = (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** A number in octal digits, or in binary where the highest bit is set. */
  private long number(int offset, int length) {
    long value = 0;
    if (header[offset] < 0) {
      for (int i = offset + 1; i < offset + length; i++) {
        value = value << 8 | header[i] & 0xff;
      }
      return value;
    }
    for (int i = offset; i < offset + length; i++) {
      int digit = header[i] - '0';
      if (digit >= 0 && digit < 8) {
        value = value << 3 | digit;
      }
    }
    return value;
  }
}
