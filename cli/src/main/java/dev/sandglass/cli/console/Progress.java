package dev.sandglass.cli.console;

import dev.sandglass.scrubber.TerminalText;

/**
 * Shows how far something is. On a terminal one line of standard error is rewritten at most ten
 * times a second; elsewhere nothing is shown before the end. For one thread.
 */
public final class Progress implements AutoCloseable {
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Console console;
  private final String what;
  private final boolean quiet;
  private final boolean moving;
  private long lastShown = System.nanoTime() - INTERVAL_NANOS;
  private boolean shown;

  Progress(Console console, String what, boolean quiet) {
    this.console = console;
    this.what = what;
    this.quiet = quiet;
    this.moving = !quiet && console.colourOnErr();
  }

  /** Shows how many bytes are done, of how many; a total of 0 or less is unknown. */
  public void bytes(long done, long total) {
    if (!moving || System.nanoTime() - lastShown < INTERVAL_NANOS) {
      return;
    }
    lastShown = System.nanoTime();
    String share =
        total > 0 ? " of " + ByteCount.format(total) + " (" + done * 100 / total + " %)" : "";
    show(ByteCount.format(done) + share);
  }

  /** Shows a step, such as a state that is waited for. */
  public void step(String text) {
    if (moving) {
      show(TerminalText.printable(text));
    }
  }

  private void show(String state) {
    shown = true;
    console.writeError(CLEAR_LINE + what + ": " + state);
  }

  /** Takes the moving line away and leaves one line that says what was done. */
  public void done(String summary) {
    close();
    if (!quiet) {
      console.printError(what + ": " + TerminalText.printable(summary));
    }
  }

  /** Takes the moving line away. */
  @Override
  public void close() {
    if (shown) {
      shown = false;
      console.writeError(CLEAR_LINE);
    }
  }
}
