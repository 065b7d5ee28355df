package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.telemetry.Installation;
import java.io.IOException;

/** Deletes what waits to be sent. */
final class Erasure {
  private Erasure() {}

  static void erase(Installation installation) {
    try {
      installation.spool().erase();
    } catch (IOException e) {
      throw CommandException.cannot(
          ErrorKind.LOCAL_FILE,
          "Not everything could be deleted: "
              + e.getMessage()
              + "; delete "
              + installation.state().path()
              + " yourself");
    }
  }
}
