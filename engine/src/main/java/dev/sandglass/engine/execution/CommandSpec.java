package dev.sandglass.engine.execution;

import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.isolation.TerminalSize;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Completes what a client asked for with what the sandbox gives to every command. */
final class CommandSpec {
  private CommandSpec() {}

  /** A command in the sandbox's environment, overlaid with the user's and the client's own. */
  static ExecutionSpec of(
      LiveSandbox sandbox,
      List<String> command,
      Optional<String> workingDirectory,
      Map<String, String> environment,
      Users.User user,
      Optional<TerminalSize> terminal) {
    Map<String, String> all = new HashMap<>(sandbox.environment());
    all.putAll(user.environment());
    if (terminal.isPresent()) {
      all.putIfAbsent("TERM", "xterm-256color");
    }
    all.putAll(environment);
    String directory = workingDirectory.orElseGet(sandbox::workingDirectory);
    if (!directory.startsWith("/")) {
      String base = sandbox.workingDirectory();
      directory = (base.endsWith("/") ? base : base + "/") + directory;
    }
    try {
      return new ExecutionSpec(command, directory, all, user.ids(), terminal);
    } catch (IllegalArgumentException e) {
      throw Fields.invalid(String.valueOf(e.getMessage()));
    }
  }

  /** A command run by root, as the engine needs it for itself. */
  static ExecutionSpec plain(LiveSandbox sandbox, List<String> command) {
    return of(sandbox, command, Optional.of("/"), Map.of(), Users.User.ROOT, Optional.empty());
  }
}
