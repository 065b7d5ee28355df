package dev.sandglass.cli.otel.http2;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads packed heads (RFC 7541), all of one connection in the order in which they come. */
final class HeaderReader {
  private static final int LARGEST_NUMBER = 1 << 20;

  private final HeaderTable table = new HeaderTable();
  private final Huffman huffman = new Huffman();
  private final int most;

  /**
   * Makes one.
   *
   * @param most bytes that a head may have; whoever sends more is not listened to
   */
  HeaderReader(int most) {
    this.most = most;
  }

  /** Returns the lines of a head. */
  List<Header> read(byte[] block) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(block);
    List<Header> headers = new ArrayList<>();
    int size = 0;
    try {
      while (in.hasRemaining()) {
        int first = in.get();
        if ((first & 0xe0) == 0x20) {
          table.resize(number(in, first, 5));
          continue;
        }
        Header header = line(in, first);
        size += header.size();
        if (size > most) {
          throw new IOException("A head is longer than " + most + " bytes");
        }
        headers.add(header);
      }
    } catch (BufferUnderflowException e) {
      throw new IOException("A head ends in the middle of a line", e);
    }
    return headers;
  }

  private Header line(ByteBuffer in, int first) throws IOException {
    if ((first & 0x80) != 0) {
      return table.get(number(in, first, 7));
    }
    boolean added = (first & 0x40) != 0;
    int name = number(in, first, added ? 6 : 4);
    Header header = new Header(name == 0 ? text(in) : table.get(name).name(), text(in));
    if (added) {
      table.add(header);
    }
    return header;
  }

  /** Reads a number of which the first byte holds some bits (RFC 7541, section 5.1). */
  private static int number(ByteBuffer in, int first, int bits) throws IOException {
    int mask = (1 << bits) - 1;
    int number = first & mask;
    if (number < mask) {
      return number;
    }
    for (int shift = 0; number < LARGEST_NUMBER && shift < Integer.SIZE - 8; shift += 7) {
      int next = in.get();
      number += (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IOException("A number in a head is too large");
  }

  private String text(ByteBuffer in) throws IOException {
    int first = in.get();
    int length = number(in, first, 7);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return (first & 0x80) == 0
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : huffman.decode(bytes);
  }
}
