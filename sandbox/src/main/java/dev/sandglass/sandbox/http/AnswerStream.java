package dev.sandglass.sandbox.http;

import dev.sandglass.sandbox.SandboxException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** A body whose failures say what they mean, and which another thread can end. */
final class AnswerStream extends FilterInputStream {
  private final Consumer<AnswerStream> onEnd;
  private volatile boolean aborted;

  /**
   * Wraps a body.
   *
   * @param onEnd called when it has been read to its end or closed; more than once, perhaps
   */
  AnswerStream(InputStream body, Consumer<AnswerStream> onEnd) {
    super(body);
    this.onEnd = onEnd;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(target, offset, length);
    } catch (IOException e) {
      throw aborted ? closed() : explained(Failures.ofTransfer(e));
    }
    if (count < 0) {
      onEnd.accept(this);
      if (aborted) {
        throw closed(); // the stream below takes being closed for its end
      }
    }
    return count;
  }

  /** Ends the transfer; the thread that reads gets an exception. */
  void abort() throws IOException {
    aborted = true;
    in.close();
  }

  @Override
  public void close() throws IOException {
    onEnd.accept(this);
    super.close();
  }

  private static IOException closed() {
    return explained(
        new SandboxException.Interrupted("The client was closed", SandboxException.Details.NONE));
  }

  private static IOException explained(SandboxException explanation) {
    return new IOException(explanation.getMessage(), explanation);
  }
}
