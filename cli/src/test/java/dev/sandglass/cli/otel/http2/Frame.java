package dev.sandglass.cli.otel.http2;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What HTTP/2 is cut into (RFC 9113, section 4.1), as a server of a test's own writes it. */
record Frame(int type, int flags, int stream, byte[] payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOING_AWAY = 7;
  static final int WINDOW = 8;
  static final int CONTINUATION = 9;

  static final int END_OF_STREAM = 0x1;
  static final int ACKNOWLEDGED = 0x1;
  static final int END_OF_HEADERS = 0x4;

  static Frame read(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    return new Frame(type, flags, in.readInt(), in.readNBytes(length));
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
}
