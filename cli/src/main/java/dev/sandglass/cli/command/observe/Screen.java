package dev.sandglass.cli.command.observe;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.ExitCode;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.terminal.Interruption;
import java.util.concurrent.TimeUnit;

/**
 * Shows something again and again: in the same place on a terminal, and one below the other
 * elsewhere.
 */
final class Screen {
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";
  private static final long REFRESH_MILLIS = 2_000;

  private final Console console;

  Screen(Console console) {
    this.console = console;
  }

  /** Shows it until somebody interrupts. */
  void repeat(Runnable show) {
    boolean moving = console.colourOnOut();
    Interruption.interruptible(
        () -> {
          while (true) {
            if (moving) {
              console.print(HOME_AND_CLEAR);
            }
            show.run();
            pause();
          }
        });
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(REFRESH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, ErrorKind.INTERRUPTED, "Interrupted")
          .causedBy(e);
    }
  }
}
