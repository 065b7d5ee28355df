package dev.sandglass.engine.observability.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes lines of the bytes of one output. Of a line that is too long the begin is kept; what the
 * allowance does not cover is dropped up to the end of its line. For one thread at a time.
 */
final class LineAssembler {
  /** How much of a line is kept, in bytes. */
  static final int MAX_LINE_BYTES = 16 * 1024;

  private static final int LINE_COST = 96;

  private final Allowance allowance;
  private final Lines lines;
  private byte[] line = new byte[256];
  private int length;

  /** Bytes of this line that are not kept. */
  private long cut;

  /** Where in the whole output this line began, and where the output is. */
  private long begin;

  private long position;

  /** Takes whole lines. */
  interface Lines {
    /**
     * Takes a line.
     *
     * @param cut how many more bytes it had
     */
    void line(String text, long cut);

    /** Takes in that bytes were dropped because there were too many. */
    void dropped(long bytes);
  }

  LineAssembler(Allowance allowance, Lines lines) {
    this.allowance = allowance;
    this.lines = lines;
  }

  /** Begins in the middle of the output. */
  void startAt(long where) {
    begin = where;
    position = where;
  }

  /** Where the line begins that is not complete yet: from there on the output can be read again. */
  long begin() {
    return begin;
  }

  long position() {
    return position;
  }

  /**
   * Takes bytes.
   *
   * @param covered how many: those that the allowance covers
   * @param lost how many came after them that it does not cover
   */
  void accept(byte[] bytes, int offset, int covered, int lost) {
    int end = offset + covered;
    int at = offset;
    while (at < end) {
      int stop = at;
      while (stop < end && bytes[stop] != '\n') {
        stop++;
      }
      append(bytes, at, stop - at);
      if (stop < end) {
        finishLine();
        stop++;
        begin = position + (stop - offset);
      }
      at = stop;
    }
    position += covered + lost;
    if (lost > 0) {
      // With the rest of this piece the end of the line is lost that was being read.
      lines.dropped(lost);
      if (length > 0 || cut > 0) {
        finishLine();
      }
      begin = position;
    }
  }

  private void append(byte[] bytes, int offset, int count) {
    int kept = Math.min(count, MAX_LINE_BYTES - length);
    if (length + kept > line.length) {
      line = Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, Math.max(length + kept, 2 * length)));
    }
    System.arraycopy(bytes, offset, line, length, kept);
    length += kept;
    cut += count - kept;
  }

  private void finishLine() {
    allowance.charge(LINE_COST);
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    // Malformed bytes become replacement characters.
    String text = new String(line, 0, end, StandardCharsets.UTF_8);
    if (!text.isEmpty() || cut > 0) {
      lines.line(text, cut);
    }
    length = 0;
    cut = 0;
  }

  /** Takes a last line without an end. */
  void finish() {
    if (length > 0 || cut > 0) {
      finishLine();
    }
    begin = position;
  }
}
