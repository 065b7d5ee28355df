package dev.sandglass.cli.otel.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Packs a head (RFC 7541) in the simplest way: every line is written out, and neither side has to
 * remember any. That keeps keys out of tables, too.
 */
final class HeaderWriter {
  private static final int NO_TABLE = 0x20;
  private static final int NEVER_REMEMBERED = 0x10;
  private static final int MOST_IN_FIRST_BYTE = 0x7f;

  private HeaderWriter() {}

  /** Returns the first head of a connection. */
  static byte[] write(List<Header> headers) {
    var out = new ByteArrayOutputStream();
    out.write(NO_TABLE);
    for (Header header : headers) {
      out.write(NEVER_REMEMBERED);
      write(out, header.name());
      write(out, header.value());
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < MOST_IN_FIRST_BYTE) {
      out.write(bytes.length);
    } else {
      out.write(MOST_IN_FIRST_BYTE);
      int rest = bytes.length - MOST_IN_FIRST_BYTE;
      for (; rest > 0x7f; rest >>>= 7) {
        out.write(rest & 0x7f | 0x80);
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }
}
