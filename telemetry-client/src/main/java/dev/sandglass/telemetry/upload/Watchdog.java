package dev.sandglass.telemetry.upload;

import java.time.Duration;

/** Ends this process after a time, whatever it is doing then. */
final class Watchdog {
  private static final int CUT_OFF = 1;

  private Watchdog() {}

  static void start(Duration limit) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(limit.toMillis());
              } catch (InterruptedException e) {
                return; // nobody has a reference to interrupt it by
              }
              // Not exit: what hangs may be the very thing that an orderly end waits for.
              Runtime.getRuntime().halt(CUT_OFF);
            },
            "telemetry-watchdog");
    thread.setDaemon(true);
    thread.start();
  }
}
