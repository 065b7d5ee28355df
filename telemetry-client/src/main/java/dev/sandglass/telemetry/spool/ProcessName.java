package dev.sandglass.telemetry.spool;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Names a process for ever: its id, and when it started, as ids are used again.
 *
 * @param id its id
 * @param start when it started, in clock ticks since the machine did: no change of the clock
 *     changes that. Where there is no {@code /proc}, in milliseconds since 1970
 */
record ProcessName(long id, long start) {
  private static final int STATE_FIELD = 3;
  private static final int START_FIELD = 22;
  private static final int MAX_STAT_BYTES = 2048;

  /** Returns the name of this process. */
  static ProcessName current() {
    Optional<String> stat = stat("self");
    // ProcessHandle says it too, but makes threads ready first that a command would wait for.
    return stat.isPresent() ? fromStat(stat.get()) : of(ProcessHandle.current());
  }

  /** Reads what {@link #toString} wrote. */
  static Optional<ProcessName> parse(String text) {
    int dash = text.indexOf('-');
    long id = Digits.parse(text, 0, dash);
    long start = Digits.parse(text, dash + 1, text.length());
    return id <= 0 || start < 0 ? Optional.empty() : Optional.of(new ProcessName(id, start));
  }

  /** Returns whether the process still runs. */
  boolean isAlive() {
    if (stat("self").isEmpty()) {
      Optional<ProcessHandle> process = ProcessHandle.of(id);
      return process.isPresent() && process.get().isAlive() && of(process.get()).equals(this);
    }
    Optional<String> stat = stat(Long.toString(id));
    if (stat.isEmpty()) {
      return false;
    }
    // One that has ended, and whose parent does not care, keeps its id but does nothing more.
    char state = field(stat.get(), STATE_FIELD).charAt(0);
    return state != 'Z' && state != 'X' && fromStat(stat.get()).equals(this);
  }

  private static ProcessName of(ProcessHandle process) {
    long start = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    return new ProcessName(process.pid(), start);
  }

  private static Optional<String> stat(String process) {
    try (InputStream stat = new FileInputStream("/proc/".concat(process).concat("/stat"))) {
      byte[] line = new byte[MAX_STAT_BYTES];
      int length = stat.read(line); // the kernel gives it in one piece
      return length <= 0
          ? Optional.empty()
          : Optional.of(new String(line, 0, length, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty(); // no such process, or it ended just now
    }
  }

  private static ProcessName fromStat(String stat) {
    long id = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
    return new ProcessName(id, Long.parseLong(field(stat, START_FIELD)));
  }

  private static String field(String stat, int number) {
    // The second field is a name in parentheses and may hold spaces and parentheses itself.
    int start = stat.lastIndexOf(')') + 2;
    for (int i = STATE_FIELD; i < number; i++) {
      start = stat.indexOf(' ', start) + 1;
    }
    int end = stat.indexOf(' ', start);
    return end < 0 ? stat.substring(start).strip() : stat.substring(start, end);
  }

  /** Returns the name in the form in which names of files and directories hold it. */
  @Override
  public String toString() {
    return Long.toString(id).concat("-").concat(Long.toString(start));
  }
}
