package dev.sandglass.engine.isolation;

import java.util.OptionalInt;

/** Reads bubblewrap's word on why a command could not start. */
final class LaunchFailure {
  static final int NOT_FOUND = 127;
  static final int NOT_EXECUTABLE = 126;

  private LaunchFailure() {}

  /** The exit code that shells give for it, if the program was the trouble. */
  static OptionalInt exitCode(String message) {
    if (!message.startsWith("execvp ")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        message.endsWith("No such file or directory") ? NOT_FOUND : NOT_EXECUTABLE);
  }

  /** What to tell the user when it was not the program. */
  static IsolationException exception(String message) {
    if (message.startsWith("Can't chdir to ")) {
      return new IsolationException(
          "the working directory does not exist in the sandbox: "
              + message.substring("Can't chdir to ".length()));
    }
    return new IsolationException("the sandbox could not start the command: " + message);
  }

  /** What standard error says in place of bubblewrap's message. */
  static String standardError(String message) {
    return "sandglass: " + message.substring("execvp ".length()) + "\n";
  }
}
