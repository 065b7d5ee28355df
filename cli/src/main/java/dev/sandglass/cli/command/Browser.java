package dev.sandglass.cli.command;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.ExitCode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** The user's browser. */
public final class Browser {
  private Browser() {}

  /**
   * Opens a page.
   *
   * @throws CommandException if there is no way to, or it is known to have failed
   */
  public static void open(URI url) {
    try {
      Process process =
          new ProcessBuilder("xdg-open", url.toString())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(5, TimeUnit.SECONDS);
      if (ended && process.exitValue() != 0) {
        throw CommandException.cannot(ErrorKind.BROWSER, "xdg-open could not open the page");
      }
    } catch (IOException e) {
      throw CommandException.cannot(ErrorKind.BROWSER, "There is no xdg-open to open the page with")
          .withHint("Install xdg-utils, or open the URL yourself.")
          .causedBy(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, ErrorKind.INTERRUPTED, "Interrupted")
          .causedBy(e);
    }
  }
}
