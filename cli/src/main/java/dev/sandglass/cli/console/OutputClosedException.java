package dev.sandglass.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Standard output cannot be written any more, most often because its reader went away. */
public final class OutputClosedException extends UncheckedIOException {
  private static final long serialVersionUID = 1;

  /** Wraps what the operating system said. */
  public OutputClosedException(IOException cause) {
    super("Standard output: " + cause.getMessage(), cause);
  }

  /** Returns whether the reader went away, as opposed to a full disk. */
  public boolean readerIsGone() {
    String message = String.valueOf(getCause().getMessage());
    return message.contains("Broken pipe") || message.contains("Connection reset");
  }
}
