package dev.sandglass.cli;

import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.console.OutputClosedException;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output for {@code PrintWriter}s, which would swallow that its reader is gone. */
final class ConsoleStream extends OutputStream {
  private final Console console;

  ConsoleStream(Console console) {
    this.console = console;
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      console.out().write(bytes, offset, length);
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }
}
