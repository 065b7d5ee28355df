package dev.sandglass.engine.isolation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to execute inside a sandbox, as untrusted code: no capabilities, no new privileges, seccomp.
 *
 * @param command program and arguments; the program is looked up in the PATH of {@code environment}
 * @param workingDirectory absolute path inside the sandbox
 * @param environment the whole environment of the process; nothing of the engine's is inherited
 * @param user who runs it; {@link SandboxUser#ROOT} by default
 * @param terminal present when the process gets a pseudo-terminal of this size
 */
public record ExecutionSpec(
    List<String> command,
    String workingDirectory,
    Map<String, String> environment,
    SandboxUser user,
    Optional<TerminalSize> terminal) {
  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if the command is empty, or an argument, a name or a value
   *     holds a NUL character
   */
  public ExecutionSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least the program to run");
    }
    command.forEach(ExecutionSpec::requireNoNul);
    requireNoNul(workingDirectory);
    environment.forEach(
        (name, value) -> {
          requireNoNul(name);
          requireNoNul(value);
          if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                "an environment variable's name must not be empty or hold '=': " + name);
          }
        });
  }

  private static void requireNoNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("arguments must not hold a NUL character");
    }
  }
}
