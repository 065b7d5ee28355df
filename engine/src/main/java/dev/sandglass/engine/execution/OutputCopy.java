package dev.sandglass.engine.execution;

import dev.sandglass.engine.observability.logs.CommandOutput;
import dev.sandglass.engine.observability.logs.Iostream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Carries an output of a process to its reader, on a thread of its own. */
final class OutputCopy {
  private OutputCopy() {}

  /** Takes what was read. */
  @FunctionalInterface
  interface Target {
    /** Takes bytes; blocks while the reader is slow. */
    void accept(byte[] bytes, int length) throws IOException;
  }

  /**
   * Copies until the end of the output. If the target refuses more, the output is closed, so that
   * the process is not held up.
   *
   * @return completes at the end: with whether the target took everything
   */
  static CompletableFuture<Boolean> start(
      Executor executor, InputStream source, int chunkBytes, Target target) {
    return CompletableFuture.supplyAsync(
        () -> {
          byte[] buffer = new byte[chunkBytes];
          try (source) {
            while (true) {
              int count = source.read(buffer);
              if (count < 0) {
                return true;
              }
              if (count > 0) {
                target.accept(buffer, count);
              }
            }
          } catch (IOException e) {
            // The reader is gone, or the process with its sandbox.
            return false;
          }
        },
        executor);
  }

  /** Carries lines of an output to an event stream, and a copy to whoever records it. */
  static CompletableFuture<Boolean> lines(
      Executor executor,
      InputStream source,
      EventStream events,
      Iostream type,
      CommandOutput copy) {
    var splitter = new LineSplitter();
    return start(
            executor,
            source,
            LineSplitter.MAX_BYTES,
            (bytes, length) -> {
              copy.accept(type, bytes, 0, length);
              events.lines(type.label(), splitter.add(bytes, 0, length));
            })
        .thenApply(
            complete -> {
              try {
                events.lines(type.label(), splitter.finish());
                return complete;
              } catch (IOException e) {
                // The client is gone.
                return false;
              }
            });
  }
}
