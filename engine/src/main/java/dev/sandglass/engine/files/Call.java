package dev.sandglass.engine.files;

import java.nio.charset.StandardCharsets;

/**
 * A call of a function in {@code files.sh} as one line of shell, in printable ASCII only: it passes
 * through arguments and pipes unchanged in every locale.
 */
final class Call {
  private final StringBuilder assignments = new StringBuilder();
  private final StringBuilder words;
  private int variables;

  private Call(String function) {
    words = new StringBuilder(function);
  }

  /** Begins a call. */
  static Call of(String function) {
    return new Call(function);
  }

  /** Adds an argument of which only the shell's quoting protects the rest: any bytes but NUL. */
  Call raw(String argument) {
    if (argument.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      words.append(" '").append(argument.replace("'", "'\\''")).append('\'');
      return this;
    }
    String name = "word" + variables++;
    assignments.append(name).append("=$(printf '");
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '/' || c == '.');
      assignments.append(plain ? String.valueOf(c) : String.format("\\%03o", (int) c));
    }
    // The last letter keeps line ends at the end of the argument from being cut off.
    assignments.append("x'); ").append(name).append("=${").append(name).append("%x}; ");
    words.append(" \"$").append(name).append('"');
    return this;
  }

  /** Adds a path. */
  Call path(SandboxPath path) {
    return raw(path.raw());
  }

  /** Adds a number. */
  Call number(long number) {
    return raw(Long.toString(number));
  }

  /** The line, without its end. */
  String line() {
    return assignments.toString() + words;
  }

  /** The line with its end, as the warm process reads it. */
  byte[] bytes() {
    return (line() + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
