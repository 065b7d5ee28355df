package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Sends signals to processes of the host. Java itself knows only TERM and KILL. */
final class Signals {
  private static final Set<String> NAMES =
      Set.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
          "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private final Spawner spawner;

  Signals(Spawner spawner) {
    this.spawner = spawner;
  }

  /**
   * Checks a signal's name.
   *
   * @throws IllegalArgumentException if there is no such signal
   */
  static String require(String signal) {
    if (!NAMES.contains(signal)) {
      throw new IllegalArgumentException(
          "there is no signal " + signal + "; use a name such as TERM, INT, HUP or KILL");
    }
    return signal;
  }

  /** Signals processes; those that are gone are passed over. */
  void send(String signal, Collection<Long> pids) {
    require(signal);
    switch (signal) {
      case "TERM" -> pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
      case "KILL" ->
          pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      default -> kill(signal, pids.stream().map(pid -> Long.toString(pid)).toList());
    }
  }

  /** Signals a process group. */
  void sendToGroup(String signal, long group) {
    require(signal);
    if (group > 1) {
      kill(signal, List.of("-" + group));
    }
  }

  private void kill(String signal, List<String> targets) {
    if (targets.isEmpty()) {
      return;
    }
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "for t; do kill -s \"$0\" -- \"$t\" 2>/dev/null; done", signal));
    command.addAll(targets);
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", HostPrograms.PATH);
    Process process =
        spawner.start(
            builder
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException e) {
      throw new IsolationException("cannot send a signal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
