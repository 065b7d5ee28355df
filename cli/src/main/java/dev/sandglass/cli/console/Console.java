package dev.sandglass.cli.console;

import dev.sandglass.cli.Environment;
import dev.sandglass.scrubber.TerminalText;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The three standard streams, and whether a person sits behind them.
 *
 * <p>Nothing is buffered between a call and the operating system. Text is UTF-8.
 */
public final class Console {
  private static final String CSI_RED = "\u001b[31m";
  private static final String CSI_RESET = "\u001b[0m";

  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;
  private final Terminals terminals;
  private final boolean decorated;

  /** Which of the standard streams are terminals. */
  public record Terminals(boolean in, boolean out, boolean err) {
    /** No stream is a terminal. */
    public static final Terminals NONE = new Terminals(false, false, false);
  }

  /** Creates a console over any streams. */
  public Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Terminals terminals,
      Environment environment) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.terminals = terminals;
    this.decorated =
        !environment.has("NO_COLOR")
            && !environment.has("CI")
            && !environment.get("TERM").orElse("dumb").equals("dumb");
  }

  /** Returns the console of this process. */
  public static Console system(Environment environment) {
    Terminals terminals =
        new Terminals(
            TerminalDevice.isTerminal(0),
            TerminalDevice.isTerminal(1),
            TerminalDevice.isTerminal(2));
    return new Console(
        new Input(),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        terminals,
        environment);
  }

  /** Returns standard input, unbuffered. */
  public InputStream in() {
    return in;
  }

  /** Returns standard output, unbuffered; it throws {@link IOException} when its reader is gone. */
  public OutputStream out() {
    return out;
  }

  /** Returns standard error, unbuffered. */
  public OutputStream err() {
    return err;
  }

  /** Returns which of the streams are terminals. */
  public Terminals terminals() {
    return terminals;
  }

  /** Returns whether colour may be written to standard output. */
  public boolean colourOnOut() {
    return decorated && terminals.out();
  }

  /** Returns whether colour and moving text may be written to standard error. */
  public boolean colourOnErr() {
    return decorated && terminals.err();
  }

  /** Returns the width of the terminal in columns, or 0 when standard output is none. */
  public int columns() {
    return terminals.out() ? TerminalDevice.columns() : 0;
  }

  /**
   * Writes text that is already safe to standard output.
   *
   * @throws OutputClosedException if standard output cannot be written
   */
  public void print(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }

  /** Writes one line that is already safe to standard error. */
  public void printError(String line) {
    writeError(line + "\n");
  }

  /** Writes the line of an error, marked as one. */
  public void printFailure(String line) {
    String prefix = colourOnErr() ? CSI_RED + "sand:" + CSI_RESET : "sand:";
    writeError(prefix + " " + line + "\n");
  }

  /** Writes a question to standard error and leaves the cursor behind it. */
  public void ask(String question) {
    writeError(TerminalText.printable(question));
  }

  void writeError(String text) {
    try {
      err.write(text.getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException e) {
      // Nobody reads standard error, so there is nobody left to tell.
      return;
    }
  }

  /** Flushes what can be flushed. */
  public void flush() {
    try {
      out.flush();
      err.flush();
    } catch (IOException e) {
      // The writer of the data has seen the same error before.
      return;
    }
  }

  /** Hides the shortcuts of {@link FileInputStream}, which seek and so fail on a pipe. */
  private static final class Input extends FilterInputStream {
    Input() {
      super(new FileInputStream(FileDescriptor.in));
    }
  }
}
