package dev.sandglass.engine.execution;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits bytes into lines of text. Invalid UTF-8 is replaced, a line longer than {@value
 * #MAX_BYTES} bytes comes in pieces, and an empty line is {@code "\n"}. For one thread at a time.
 */
final class LineSplitter {
  /** Bytes of the longest piece. */
  static final int MAX_BYTES = 64 * 1024;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean continued;

  /** Takes bytes and gives the lines that they end. */
  List<String> add(byte[] bytes, int offset, int length) {
    List<String> lines = new ArrayList<>();
    int end = offset + length;
    int start = offset;
    while (start < end) {
      int room = MAX_BYTES - line.size();
      int stop = start;
      while (stop < end && stop - start < room && bytes[stop] != '\n') {
        stop++;
      }
      line.write(bytes, start, stop - start);
      start = stop;
      if (stop < end && bytes[stop] == '\n') {
        // The rest of a long line may be empty; it is no line of its own then.
        if (line.size() > 0 || !continued) {
          lines.add(take());
        }
        continued = false;
        start++;
      } else if (line.size() >= MAX_BYTES) {
        lines.add(piece());
        continued = true;
      }
    }
    return lines;
  }

  /** Gives the last line if it was not ended. */
  List<String> finish() {
    boolean empty = line.size() == 0;
    continued = false;
    return empty ? List.of() : List.of(take());
  }

  private String take() {
    String text = line.size() == 0 ? "\n" : line.toString(StandardCharsets.UTF_8);
    line.reset();
    return text;
  }

  /** Takes what is there, but leaves the beginning of a character whose end is still to come. */
  private String piece() {
    byte[] bytes = line.toByteArray();
    int end = bytes.length;
    int lead = end - 1;
    while (lead > end - 4 && (bytes[lead] & 0xc0) == 0x80) {
      lead--;
    }
    int expected = (bytes[lead] & 0xe0) == 0xc0 ? 2 : (bytes[lead] & 0xf0) == 0xe0 ? 3 : 4;
    if ((bytes[lead] & 0xc0) == 0xc0 && lead + expected > end) {
      end = lead;
    }
    line.reset();
    line.write(bytes, end, bytes.length - end);
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
