package dev.sandglass.cli.value;

import java.util.List;
import java.util.Locale;

/**
 * A signal, by name or number.
 *
 * @param name without {@code SIG}, such as {@code TERM}
 */
public record SignalName(String name) {
  private static final List<String> NAMES =
      List.of(
          "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
          "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
          "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /**
   * Reads a signal: {@code TERM}, {@code SIGTERM}, {@code term} or {@code 15}.
   *
   * @throws MalformedValueException if it is none
   */
  public static SignalName parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    name = name.startsWith("SIG") ? name.substring(3) : name;
    if (!name.isEmpty() && NAMES.contains(name)) {
      return new SignalName(name);
    }
    if (name.matches("\\d{1,2}")) {
      int number = Integer.parseInt(name);
      if (number > 0 && number < NAMES.size()) {
        return new SignalName(NAMES.get(number));
      }
    }
    throw new MalformedValueException(text, "a signal such as TERM, KILL or 9");
  }

  /** Returns the exit code of a process that this signal ended. */
  public int exitCode() {
    return 128 + NAMES.indexOf(name);
  }
}
