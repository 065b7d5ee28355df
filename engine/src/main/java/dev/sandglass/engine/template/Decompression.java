package dev.sandglass.engine.template;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Recognises compressed streams by their first bytes: gzip, bzip2, xz and Zstandard. */
final class Decompression {
  private static final int BUFFER_BYTES = 64 * 1024;

  private Decompression() {}

  /** Whether a stream that begins so is compressed. */
  static boolean compressed(byte[] begin) {
    return begins(begin, 0x1f, 0x8b)
        || begins(begin, 'B', 'Z', 'h')
        || begins(begin, 0xfd, '7', 'z', 'X', 'Z')
        || begins(begin, 0x28, 0xb5, 0x2f, 0xfd);
  }

  /**
   * The content of a stream, whether it is compressed or not. Closing it closes the stream.
   *
   * @throws dev.sandglass.engine.server.ApiException if the program that this needs is missing
   */
  static InputStream open(InputStream source) throws IOException {
    BufferedInputStream in = new BufferedInputStream(source, BUFFER_BYTES);
    in.mark(8);
    byte[] begin = in.readNBytes(6);
    in.reset();
    if (begins(begin, 0x1f, 0x8b)) {
      return new GZIPInputStream(in, BUFFER_BYTES);
    }
    if (begins(begin, 'B', 'Z', 'h')) {
      return new BZip2CompressorInputStream(in, true);
    }
    if (begins(begin, 0xfd, '7', 'z', 'X', 'Z')) {
      return new Program("xz", in);
    }
    if (begins(begin, 0x28, 0xb5, 0x2f, 0xfd)) {
      return new Program("zstd", in);
    }
    return in;
  }

  private static boolean begins(byte[] bytes, int... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** A program of the host that decompresses. */
  private static final class Program extends FilterInputStream {
    private final Process process;
    private final String name;
    private final Thread feeder;
    private final InputStream source;

    Program(String name, InputStream source) throws IOException {
      super(InputStream.nullInputStream());
      this.name = name;
      this.source = source;
      try {
        process =
            new ProcessBuilder(List.of(name, "-d", "-c", "-q"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException e) {
        source.close();
        throw Invalid.because(
            "this is compressed by " + name + ", which is not installed: install " + name);
      }
      in = process.getInputStream();
      feeder = new Thread(this::feed, "decompress-" + name);
      feeder.setDaemon(true);
      feeder.start();
    }

    private void feed() {
      try (OutputStream out = process.getOutputStream()) {
        source.transferTo(out);
      } catch (IOException e) {
        // A source that cannot be read is noticed as a content that ends early.
        process.destroyForcibly();
      }
    }

    @Override
    public int read() throws IOException {
      return checked(in.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return checked(in.read(bytes, offset, length));
    }

    private int checked(int result) throws IOException {
      try {
        if (result < 0) {
          // From here on the source belongs to whoever reads this.
          feeder.join();
          if (process.waitFor() != 0) {
            throw new IOException("the compressed data is damaged: " + name + " cannot read it");
          }
        }
        return result;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      super.close();
      try {
        feeder.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      source.close();
    }
  }
}
