package dev.sandglass.engine.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file.
 *
 * @param start number of its first byte, from 0
 * @param length how many bytes
 */
record ByteRange(long start, long length) {
  private static final Pattern SYNTAX =
      Pattern.compile("bytes=\\s*([0-9]{0,18})\\s*-\\s*([0-9]{0,18})\\s*");

  /**
   * Reads a Range header.
   *
   * @param size of the file, in bytes
   * @throws dev.sandglass.engine.server.ApiException 416 if it is not one range of bytes that the
   *     file has
   */
  static ByteRange parse(String header, long size) {
    Matcher range = SYNTAX.matcher(header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      throw FileErrors.notSatisfiable(size);
    }
    if (range.group(1).isEmpty()) {
      long length = Math.min(Long.parseLong(range.group(2)), size);
      return checked(new ByteRange(size - length, length), size);
    }
    long start = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    return checked(new ByteRange(start, Math.min(last, size - 1) - start + 1), size);
  }

  private static ByteRange checked(ByteRange range, long size) {
    if (range.length <= 0 || range.start >= size) {
      throw FileErrors.notSatisfiable(size);
    }
    return range;
  }

  /** The value of a Content-Range header. */
  String contentRange(long size) {
    return "bytes " + start + "-" + (start + length - 1) + "/" + size;
  }
}
