package dev.sandglass.sandbox.opensandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Standard input as binary frames of at most 64 KiB. */
final class FrameOutputStream extends OutputStream {
  private static final int MAX_PAYLOAD = 64 * 1024;

  private final SocketCommand command;
  private final Ending ending;
  private boolean closed;

  /** Says that there is no more input. */
  @FunctionalInterface
  interface Ending {
    void end() throws IOException;
  }

  FrameOutputStream(SocketCommand command, Ending ending) {
    this.command = command;
    this.ending = ending;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("Standard input is closed");
    }
    int next = offset;
    int end = offset + length;
    while (next < end) {
      int count = Math.min(MAX_PAYLOAD, end - next);
      ByteBuffer frame = ByteBuffer.allocate(1 + count);
      command.sendBinary(frame.put(SocketCommand.STDIN).put(bytes, next, count).flip());
      next += count;
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      ending.end();
    }
  }
}
