package dev.sandglass.engine.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} part by part in the order they were sent, of any size, without
 * keeping more than a buffer of it.
 */
final class MultipartReader {
  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(?:\"([^\"\\r\\n]{1,70})\"|([^\\s;\"]{1,70}))");
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([A-Za-z*]+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]+))");
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  private final InputStream in;
  private final byte[] delimiter;
  private final int[] shift = new int[256];
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int end;

  /** Up to here the buffer is known to be content of the current part. */
  private int contentEnd;

  private boolean partEnded;

  /**
   * Begins to read.
   *
   * @param contentType of the request; empty if it has none
   */
  MultipartReader(String contentType, InputStream in) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        || !boundary.find()) {
      throw FileErrors.invalidMultipart("the body must be multipart/form-data with a boundary");
    }
    String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    this.in = in;
    this.delimiter = ("\r\n--" + text).getBytes(StandardCharsets.ISO_8859_1);
    Arrays.fill(shift, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      shift[delimiter[i] & 0xff] = delimiter.length - 1 - i;
    }
    // The first delimiter may do without its line break.
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  /**
   * The next part, or empty behind the last; what was not read of the one before is passed over.
   *
   * @return the part's name
   */
  Optional<String> next() throws IOException {
    byte[] rest = new byte[8192];
    while (read(rest, 0, rest.length) >= 0) {
      // Content that nobody wanted.
    }
    position += delimiter.length;
    if (startsWith("--")) {
      return Optional.empty();
    }
    String name = "";
    int budget = MAX_HEADER_BYTES;
    String line = takeLine();
    if (!line.isBlank()) {
      throw FileErrors.invalidMultipart("malformed delimiter between parts");
    }
    while (!(line = takeLine()).isEmpty()) {
      budget -= line.length() + 2;
      if (budget < 0) {
        throw FileErrors.invalidMultipart("a part has too many headers");
      }
      if (line.regionMatches(true, 0, "Content-Disposition:", 0, 20)) {
        name = name(line);
      }
    }
    partEnded = false;
    contentEnd = position;
    return Optional.of(name);
  }

  /** A file name may hold what looks like another parameter, so all are looked at in turn. */
  private static String name(String disposition) {
    Matcher parameters = PARAMETER.matcher(disposition);
    while (parameters.find()) {
      if (parameters.group(1).equalsIgnoreCase("name")) {
        return parameters.group(2) == null ? parameters.group(3) : parameters.group(2);
      }
    }
    return "";
  }

  private boolean startsWith(String text) throws IOException {
    while (end - position < text.length()) {
      fill();
    }
    return new String(buffer, position, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }

  private String takeLine() throws IOException {
    int at = position;
    while (true) {
      for (; at + 1 < end; at++) {
        if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
          String line = new String(buffer, position, at - position, StandardCharsets.UTF_8);
          position = at + 2;
          return line;
        }
      }
      if (end - position > MAX_HEADER_BYTES) {
        throw FileErrors.invalidMultipart("a part has a header that is too long");
      }
      at -= fill();
    }
  }

  /** The content of the current part; valid until the next. */
  InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return MultipartReader.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return MultipartReader.this.read(bytes, offset, length);
      }
    };
  }

  private int read(byte[] bytes, int offset, int length) throws IOException {
    while (position == contentEnd) {
      if (partEnded) {
        return -1;
      }
      scan();
    }
    int count = Math.min(length, contentEnd - position);
    System.arraycopy(buffer, position, bytes, offset, count);
    position += count;
    return count;
  }

  /** Looks for the delimiter behind what is known to be content. */
  private void scan() throws IOException {
    int at = contentEnd;
    int last = delimiter.length - 1;
    while (at + last < end) {
      int i = last;
      while (i >= 0 && buffer[at + i] == delimiter[i]) {
        i--;
      }
      if (i < 0) {
        partEnded = true;
        contentEnd = at;
        return;
      }
      at += shift[buffer[at + last] & 0xff];
    }
    if (at > contentEnd) {
      contentEnd = Math.min(at, end);
    } else {
      fill();
    }
  }

  /**
   * Reads more into the buffer.
   *
   * @return by how much what was there has moved towards its begin
   */
  private int fill() throws IOException {
    int moved = 0;
    if (position > 0) {
      moved = position;
      System.arraycopy(buffer, position, buffer, 0, end - position);
      end -= moved;
      contentEnd -= moved;
      position = 0;
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      throw new EOFException("the body ended in the middle of a part");
    }
    end += count;
    return moved;
  }
}
