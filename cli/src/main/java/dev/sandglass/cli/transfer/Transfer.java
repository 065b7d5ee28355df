package dev.sandglass.cli.transfer;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.console.OutputClosedException;
import dev.sandglass.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.LongConsumer;

/** Moves bytes between streams in big blocks. */
public final class Transfer {
  /** Measured: smaller blocks cost throughput, larger ones gain nothing. */
  static final int BLOCK = 1 << 18;

  private Transfer() {}

  /** Copies a stream to standard output, byte for byte, and flushes. */
  public static void toStandardOutput(InputStream content, Console console) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int count = content.read(block); count >= 0; count = content.read(block)) {
      write(block, count, console.out());
    }
  }

  /** Copies text of others to standard output; on a terminal its control characters are escaped. */
  public static void textToStandardOutput(InputStream text, Console console) throws IOException {
    OutputStream out = textOutput(console);
    byte[] block = new byte[BLOCK];
    for (int count = text.read(block); count >= 0; count = text.read(block)) {
      write(block, count, out);
    }
  }

  /** Returns standard output for text of others; on a terminal control characters are escaped. */
  public static OutputStream textOutput(Console console) {
    return console.terminals().out() ? new TerminalSafeStream(console.out()) : console.out();
  }

  /** Returns standard error for text of others; on a terminal control characters are escaped. */
  public static OutputStream textErrors(Console console) {
    return console.terminals().err() ? new TerminalSafeStream(console.err()) : console.err();
  }

  /**
   * Writes a block to standard output and flushes it.
   *
   * @throws OutputClosedException if it cannot be written
   */
  public static void write(byte[] block, int count, OutputStream out) {
    try {
      out.write(block, 0, count);
      out.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }

  static void copy(InputStream from, OutputStream to, LongConsumer copied) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int count = from.read(block); count >= 0; count = from.read(block)) {
      to.write(block, 0, count);
      copied.accept(count);
    }
  }

  /** Returns what to throw when a transfer broke: what the client API says, else the reason. */
  public static RuntimeException broken(String what, IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SandboxException e) {
        return e;
      }
    }
    ErrorKind kind =
        failure instanceof FileSystemException ? ErrorKind.LOCAL_FILE : ErrorKind.TRANSFER;
    return CommandException.cannot(kind, what + ": " + reason(failure)).causedBy(failure);
  }

  static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    return String.valueOf(failure.getMessage());
  }
}
