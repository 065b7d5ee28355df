package dev.sandglass.sandbox.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Takes a command's output as it comes.
 *
 * <p>Called by one thread at a time. While it has not returned, nothing more is read, and in the
 * end the command itself waits: a slow consumer costs no memory.
 */
@FunctionalInterface
public interface OutputConsumer {
  /** Takes everything and keeps nothing. */
  OutputConsumer DISCARD = (channel, data) -> {};

  /**
   * Takes a piece of output.
   *
   * @param channel where it came from; on a terminal always {@link OutputChannel#STDOUT}
   * @param data the bytes; valid only during the call
   * @throws IOException if it cannot be taken, which ends the command
   */
  void accept(OutputChannel channel, ByteBuffer data) throws IOException;

  /** Writes output to two streams and flushes each piece. */
  static OutputConsumer to(OutputStream stdout, OutputStream stderr) {
    return (channel, data) -> {
      OutputStream stream = channel == OutputChannel.STDOUT ? stdout : stderr;
      if (data.hasArray()) {
        stream.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
      } else {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        stream.write(bytes);
      }
      stream.flush();
    };
  }
}
