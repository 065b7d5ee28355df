package dev.sandglass.engine.execution;

import java.util.Locale;

/** Names of signals as clients write them. */
final class Signals {
  private Signals() {}

  /** The name without {@code SIG}, in capitals; whether there is such a signal is seen later. */
  static String name(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
  }
}
