package dev.sandglass.telemetry.spool;

import java.time.Instant;

/** Names a process for ever: its id, and when it started, as ids are used again. */
final class ProcessName {
  private ProcessName() {}

  static String current() {
    return of(ProcessHandle.current());
  }

  /** Returns whether the process of this name still runs. */
  static boolean isAlive(String name) {
    int dash = name.indexOf('-');
    try {
      return dash > 0
          && ProcessHandle.of(Long.parseLong(name.substring(0, dash)))
              .filter(process -> of(process).equals(name))
              .isPresent();
    } catch (NumberFormatException e) {
      return false; // nothing of ours
    }
  }

  private static String of(ProcessHandle process) {
    long start = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    return process.pid() + "-" + start;
  }
}
