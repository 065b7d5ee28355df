package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signals that this process was told to ignore by what started it: shells do so for what they run
 * in the background, and nohup(1). Programs pass that on to all that they start, and shells cannot
 * even trap what was ignored when they began: commands in sandboxes would be deaf to Ctrl-C.
 */
final class IgnoredSignals {
  /** Those that commands are ended or told something by, with their numbers, see signal(7). */
  private static final Map<Integer, String> SIGNALS =
      new TreeMap<>(
          Map.of(
              1, "HUP", 2, "INT", 3, "QUIT", 13, "PIPE", 15, "TERM", 20, "TSTP", 21, "TTIN", 22,
              "TTOU"));

  private IgnoredSignals() {}

  /** What stands before a command that shall ignore none; nothing if none is ignored here. */
  static List<String> restored() {
    long ignored = ignored();
    String names =
        SIGNALS.entrySet().stream()
            .filter(signal -> (ignored >> (signal.getKey() - 1) & 1) == 1)
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(","));
    return names.isEmpty() ? List.of() : List.of("env", "--default-signal=" + names);
  }

  /** The mask of proc(5): the lowest bit stands for signal 1. */
  private static long ignored() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("SigIgn:")) {
          return Long.parseUnsignedLong(line.substring(7).strip(), 16);
        }
      }
    } catch (IOException e) {
      System.getLogger(IgnoredSignals.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot be read", e);
    }
    return 0;
  }
}
