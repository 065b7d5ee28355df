package dev.sandglass.cli.transfer;

import dev.sandglass.scrubber.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Escapes the control characters of UTF-8 text that comes in pieces. For one thread. */
final class TerminalSafeStream extends OutputStream {
  private static final int MOST_BYTES_OF_A_CHARACTER = 4;

  private final OutputStream out;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] rest = new byte[0];

  TerminalSafeStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer input = ByteBuffer.allocate(rest.length + length);
    input.put(rest).put(bytes, offset, length).flip();
    CharBuffer text = CharBuffer.allocate(input.remaining() + MOST_BYTES_OF_A_CHARACTER);
    decoder.reset().decode(input, text, false);
    rest = new byte[input.remaining()];
    input.get(rest);
    String safe = TerminalText.printableLines(text.flip().toString());
    out.write(safe.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
