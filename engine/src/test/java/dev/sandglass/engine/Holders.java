package dev.sandglass.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** What keeps sandboxes alive. */
final class Holders {
  private Holders() {}

  /** Processes that have a sandbox of this engine mounted. */
  static Set<Long> of(Path state) {
    Set<Long> holders = new TreeSet<>();
    ProcessHandle.allProcesses()
        .forEach(
            process -> {
              try {
                Path cwd = Path.of("/proc/" + process.pid() + "/cwd").toRealPath();
                if (cwd.startsWith(state)) {
                  holders.add(process.pid());
                }
              } catch (IOException e) {
                // Gone meanwhile, or somebody else's.
                Thread.onSpinWait();
              }
            });
    return holders;
  }
}
