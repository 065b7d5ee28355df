package dev.sandglass.cli.console;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks the operating system about terminals without native code. */
final class TerminalDevice {
  static final File TTY = new File("/dev/tty");
  private static final int USUAL_COLUMNS = 80;

  private TerminalDevice() {}

  /** Returns whether a descriptor of this process is a terminal. */
  static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      // No /proc, as on macOS: the JDK knows only about input and output together.
      return System.console() != null;
    }
  }

  /** Returns the width of the controlling terminal. */
  static int columns() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.from(TTY))
              .redirectError(Redirect.DISCARD)
              .start();
      String size =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      int columns = Integer.parseInt(size.substring(size.indexOf(' ') + 1));
      return columns > 0 ? columns : USUAL_COLUMNS;
    } catch (IOException | NumberFormatException e) {
      // No stty, or a terminal without a size.
      return USUAL_COLUMNS;
    }
  }
}
