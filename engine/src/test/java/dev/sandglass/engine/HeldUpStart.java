package dev.sandglass.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The processes that are starting a sandbox, stopped in the middle of it. */
final class HeldUpStart {
  private static final int ATTEMPTS = 100;

  private final List<Long> processes;

  private HeldUpStart(List<Long> processes) {
    this.processes = processes;
  }

  /** Creates sandboxes until one is caught while it is being started. */
  static HeldUpStart of(RunningEngine engine) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      CompletableFuture<String> creation = CompletableFuture.supplyAsync(engine::sandbox);
      while (!creation.isDone()) {
        List<Long> starting = starting(engine);
        if (!starting.isEmpty()) {
          signal("STOP", starting);
          List<Long> caught = starting(engine);
          // One that was born meanwhile would go on.
          if (!caught.isEmpty() && caught.stream().allMatch(HeldUpStart::isStopped)) {
            return new HeldUpStart(caught);
          }
          signal("CONT", starting);
        }
      }
      engine.delete("/v1/sandboxes/" + creation.join());
    }
    throw new AssertionError("no sandbox was caught while it was being started");
  }

  void goOn() {
    signal("CONT", processes);
  }

  private static List<Long> starting(RunningEngine engine) {
    Path state = engine.directories().state();
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> starts(Path.of("/proc", Long.toString(pid)), state))
        .toList();
  }

  private static boolean starts(Path process, Path state) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return line.contains("/start-holder.sh\0") && Files.isSameFile(process.resolve("cwd"), state);
    } catch (IOException e) {
      return false; // gone, or somebody else's
    }
  }

  private static boolean isStopped(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") T ");
    } catch (IOException e) {
      return false; // gone
    }
  }

  private static void signal(String name, List<Long> pids) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    try {
      // Some may have ended: what kill says of that does not matter.
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(10, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
