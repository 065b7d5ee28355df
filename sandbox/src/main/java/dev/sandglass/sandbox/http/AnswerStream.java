package dev.sandglass.sandbox.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body whose failures say what they mean. */
final class AnswerStream extends FilterInputStream {
  AnswerStream(InputStream body) {
    super(body);
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  private static IOException explained(IOException e) {
    var explanation = Failures.ofTransfer(e);
    return new IOException(explanation.getMessage(), explanation);
  }
}
