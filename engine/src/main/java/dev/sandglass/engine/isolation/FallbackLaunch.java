package dev.sandglass.engine.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Executes commands where bubblewrap is missing, with util-linux alone and without seccomp: only in
 * the host template, whose programs are the host's own, so that {@code setpriv} and the shell that
 * drop the privileges can be trusted.
 */
final class FallbackLaunch {
  private FallbackLaunch() {}

  static List<String> command(ExecutionSpec execution, Path files) {
    if (execution.terminal().isPresent()) {
      return terminal(execution, files);
    }
    ExecutionFiles.writeArguments(files, List.of(setup(execution)));
    List<String> command = new ArrayList<>(privileges(execution));
    command.addAll(shell());
    command.addAll(execution.command());
    return command;
  }

  private static List<String> terminal(ExecutionSpec execution, Path files) {
    TerminalSize size = execution.terminal().orElseThrow();
    String line =
        "stty rows "
            + size.rows()
            + " columns "
            + size.columns()
            + "; exec "
            + String.join(" ", execution.command().stream().map(HolderFiles::quote).toList());
    ExecutionFiles.writeArguments(files, List.of(setup(execution)));
    List<String> command = new ArrayList<>(privileges(execution));
    command.addAll(shell());
    command.addAll(List.of("/usr/bin/script", "-qef", "-E", "always", "-c", line, "/dev/null"));
    return command;
  }

  private static List<String> privileges(ExecutionSpec execution) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/usr/bin/setpriv", "--no-new-privs", "--pdeathsig", "KILL"));
    if (!execution.user().equals(SandboxUser.ROOT)) {
      command.addAll(List.of("--reuid", Integer.toString(execution.user().uid())));
      command.addAll(List.of("--regid", Integer.toString(execution.user().gid())));
      command.add("--clear-groups");
    }
    command.addAll(List.of("--bounding-set=-all", "--inh-caps=-all", "--"));
    return command;
  }

  /** The environment comes as a script on a file descriptor: command lines are public. */
  private static List<String> shell() {
    return List.of(
        "/usr/bin/setsid",
        "--wait",
        "/bin/sh",
        "-c",
        "eval \"$(cat <&5)\"; exec 5<&-; exec \"$@\"",
        "sh");
  }

  private static String setup(ExecutionSpec execution) {
    var script = new StringBuilder();
    new TreeMap<>(execution.environment())
        .forEach(
            (name, value) -> {
              if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                script.append("export ").append(name).append('=');
                script.append(HolderFiles.quote(value)).append('\n');
              }
            });
    String directory = HolderFiles.quote(execution.workingDirectory());
    // In the words of bubblewrap, which LaunchFailure understands.
    script.append("cd ").append(directory).append(" 2>/dev/null || { ");
    script.append("printf \"bwrap: Can't chdir to %s: No such directory\\n\" ");
    script.append(directory).append(" >&2; exit 1; }\n");
    return script.toString();
  }
}
