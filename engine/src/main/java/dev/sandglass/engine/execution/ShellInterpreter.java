package dev.sandglass.engine.execution;

import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A shell that keeps environment, working directory and functions between runs. It reads its
 * commands from standard input as it would from a terminal; what it runs has an empty input.
 *
 * <p>An interrupt ends the command in the foreground and skips the rest of the run (where the shell
 * is not bash, it only ends the command in the foreground). {@code exit} ends the shell.
 */
final class ShellInterpreter {
  private ShellInterpreter() {}

  /**
   * Starts a shell.
   *
   * @param merged whether standard error goes to standard output
   */
  static Interpreter start(
      SandboxExecutions inside,
      Workers workers,
      String shell,
      Optional<String> workingDirectory,
      boolean merged,
      Runnable release) {
    LiveSandbox sandbox = inside.sandbox();
    List<String> command =
        shell.equals("bash") ? List.of(shell, "--noprofile", "--norc", "-s") : List.of(shell, "-s");
    Execution execution =
        sandbox
            .holder()
            .execute(
                CommandSpec.of(
                    sandbox,
                    command,
                    workingDirectory,
                    Map.of(),
                    Users.User.ROOT,
                    Optional.empty()));
    return Interpreter.start(
        execution,
        workers,
        nonce ->
            "__sandglass_nonce="
                + nonce
                + "\n__sandglass_merged="
                + (merged ? "yes" : "no")
                + "\n"
                + Drivers.source("driver.sh"),
        release);
  }

  /** What to send for running code, in this directory if one is given, with these variables. */
  static byte[] request(String code, Optional<String> workingDirectory, Map<String, String> trace) {
    String enter =
        workingDirectory.map(path -> "__sandglass_cd " + quoted(path) + " && ").orElse("");
    // A document that is sourced: bash can leave it in the middle, and counts lines from its start.
    String end = Ids.hex(16);
    String text =
        "__sandglass_begin\n__sandglass_trace"
            + trace.entrySet().stream()
                .map(variable -> " " + quoted(variable.getKey() + "=" + variable.getValue()))
                .collect(Collectors.joining())
            + "\n"
            + enter
            + ". /dev/fd/6 6<<'"
            + end
            + "' </dev/null 7>&- 8>&-\nexec 6<&-; "
            + code
            + "\n"
            + end
            + "\n__sandglass_end\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
