package dev.sandglass.engine.execution;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends the logs of a background command as frames: a byte for the output (1 standard output, 2
 * standard error), the length in four bytes, the most significant first, and the bytes. The two
 * outputs are separate files: what is there already comes as all of standard output, then all of
 * standard error; what comes later, as it comes, looked for every {@value #POLL_MILLIS} ms.
 */
final class LogFrames {
  /** Media type of the frames. */
  static final String MEDIA_TYPE = "application/x-sandglass-frames";

  private static final int HEADER_BYTES = 5;
  private static final int CHUNK_BYTES = 64 * 1024 - HEADER_BYTES;
  private static final long POLL_MILLIS = 50;

  private final List<Source> sources = new ArrayList<>();
  private final OutputStream target;
  private final byte[] buffer = new byte[HEADER_BYTES + CHUNK_BYTES];

  private static final class Source {
    private final int number;
    private final Path file;
    private long position;

    private Source(int number, Path file) {
      this.number = number;
      this.file = file;
    }
  }

  /**
   * Prepares to send.
   *
   * @param stdout whether standard output is wanted
   * @param stderr whether standard error is wanted
   * @param tail how many lines of each output to begin with, everything if empty
   */
  LogFrames(
      BackgroundCommand command,
      boolean stdout,
      boolean stderr,
      OptionalLong tail,
      OutputStream target)
      throws IOException {
    this.target = target;
    if (stdout) {
      sources.add(new Source(1, command.output("stdout")));
    }
    if (stderr) {
      sources.add(new Source(2, command.output("stderr")));
    }
    if (tail.isPresent()) {
      for (Source source : sources) {
        source.position = tailPosition(source.file, tail.getAsLong());
      }
    }
  }

  /** Sends what is there. */
  void send() throws IOException {
    for (Source source : sources) {
      send(source);
    }
  }

  /**
   * Sends what is there and what comes, until the command has ended or the client is gone.
   *
   * @param gone completes when the client is gone
   */
  void follow(BackgroundCommand command, CompletableFuture<Void> gone)
      throws IOException, InterruptedException {
    CompletableFuture<Object> change = CompletableFuture.anyOf(command.execution().ended(), gone);
    while (true) {
      // Asked before reading: what is written between the two is read the next time.
      boolean running = command.execution().running();
      send();
      if (!running || gone.isDone()) {
        return;
      }
      try {
        change.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Time to look again.
        continue;
      } catch (ExecutionException e) {
        throw new IOException("cannot tell whether the command runs", e);
      }
    }
  }

  private void send(Source source) throws IOException {
    if (!Files.exists(source.file)) {
      return;
    }
    try (var file = new RandomAccessFile(source.file.toFile(), "r")) {
      file.seek(source.position);
      while (true) {
        int count = file.read(buffer, HEADER_BYTES, CHUNK_BYTES);
        if (count <= 0) {
          return;
        }
        buffer[0] = (byte) source.number;
        ByteBuffer.wrap(buffer, 1, 4).putInt(count);
        target.write(buffer, 0, HEADER_BYTES + count);
        source.position += count;
      }
    }
  }

  /** Where the last lines of a file begin. */
  static long tailPosition(Path path, long lines) throws IOException {
    if (!Files.exists(path)) {
      return 0;
    }
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      long end = file.length();
      if (lines == 0) {
        return end;
      }
      byte[] block = new byte[CHUNK_BYTES];
      long found = 0;
      long blockEnd = end;
      while (blockEnd > 0) {
        int size = (int) Math.min(block.length, blockEnd);
        file.seek(blockEnd - size);
        file.readFully(block, 0, size);
        for (int i = size - 1; i >= 0; i--) {
          long position = blockEnd - size + i;
          // The newline that ends the last line begins no other.
          if (block[i] == '\n' && position != end - 1 && ++found == lines) {
            return position + 1;
          }
        }
        blockEnd -= size;
      }
      return 0;
    }
  }
}
