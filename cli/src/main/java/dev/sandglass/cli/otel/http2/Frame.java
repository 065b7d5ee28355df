package dev.sandglass.cli.otel.http2;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What HTTP/2 is cut into (RFC 9113, section 4.1).
 *
 * @param type one of the constants, or one that means nothing to us
 * @param stream 0 for the connection itself
 */
record Frame(int type, int flags, int stream, byte[] payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PUSH = 5;
  static final int PING = 6;
  static final int GOING_AWAY = 7;
  static final int WINDOW = 8;
  static final int CONTINUATION = 9;

  static final int END_OF_STREAM = 0x1;
  static final int ACKNOWLEDGED = 0x1;
  static final int END_OF_HEADERS = 0x4;
  private static final int PADDED = 0x8;
  private static final int WITH_PRIORITY = 0x20;

  /** The most that a payload may have unless a side offers more, which we do not. */
  static final int MOST = 16_384;

  private static final int PRIORITY_BYTES = 5;

  /** Reads the next one. */
  static Frame read(DataInputStream in) throws IOException {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      if (length > MOST) {
        throw new ProtocolException("No HTTP/2, or more of it at once than agreed on");
      }
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt() & Integer.MAX_VALUE;
      byte[] payload = new byte[length];
      in.readFully(payload);
      return new Frame(type, flags, stream, payload);
    } catch (EOFException e) {
      throw new IOException("it was closed before an answer had come", e);
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(payload.length >>> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Returns the payload as numbers. */
  ByteBuffer numbers(int atLeast) throws IOException {
    if (payload.length < atLeast) {
      throw new ProtocolException("A frame of type " + type + " is too short");
    }
    return ByteBuffer.wrap(payload);
  }

  /** Returns the payload without what DATA and HEADERS may be stuffed with. */
  byte[] content() throws IOException {
    boolean padded = has(PADDED);
    int begin = padded ? 1 : 0;
    int end = payload.length - (padded ? numbers(1).get() & 0xff : 0);
    if (type == HEADERS && has(WITH_PRIORITY)) {
      begin += PRIORITY_BYTES;
    }
    if (begin > end) {
      throw new ProtocolException("A frame is stuffed with more than it has");
    }
    return Arrays.copyOfRange(payload, begin, end);
  }
}
