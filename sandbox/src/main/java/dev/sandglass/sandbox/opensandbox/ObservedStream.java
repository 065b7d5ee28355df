package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.OperationFact;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.http.Failures;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Content on its way out of a sandbox: the operation ends with it. */
final class ObservedStream extends FilterInputStream {
  private final CountedContent content;
  private final Observation observation;
  private final AtomicBoolean ended = new AtomicBoolean();

  ObservedStream(CountedContent content, Observation observation) {
    super(content);
    this.content = content;
    this.observation = observation;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(target, offset, length);
    } catch (IOException e) {
      end(Optional.of(Failures.ofTransfer(e)));
      throw e;
    }
    if (read < 0) {
      end(Optional.empty());
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } finally {
      end(Optional.empty()); // closing early is no failure
    }
  }

  private void end(Optional<? extends Throwable> failure) {
    if (ended.compareAndSet(false, true)) {
      observation.happened(new OperationFact.BytesRead(content.count()));
      content
          .files()
          .ifPresent(count -> observation.happened(new OperationFact.FilesCounted(count)));
      observation.finished(failure);
    }
  }
}
