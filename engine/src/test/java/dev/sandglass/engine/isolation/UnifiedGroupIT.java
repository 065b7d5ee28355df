package dev.sandglass.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sandglass.engine.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Figures of a real control group of version 2, as far as this machine has them: processor time
 * always, memory and processes where those controllers are not taken by version 1.
 */
class UnifiedGroupIT {
  private Path group;
  private Process busy;

  @BeforeEach
  void makeGroup() throws IOException {
    Optional<Path> mount = mount();
    assumeTrue(mount.isPresent(), "control groups of version 2 are not mounted here");
    assumeTrue(Files.isWritable(mount.get()), "only root may make control groups here");
    for (String controller : new String[] {"memory", "pids", "cpu"}) {
      try {
        Files.writeString(mount.get().resolve("cgroup.subtree_control"), "+" + controller);
      } catch (IOException e) {
        // Version 1 has it; the test leaves its figures out.
        continue;
      }
    }
    group =
        Files.createDirectory(
            mount.get().resolve("sandglass-test-" + ProcessHandle.current().pid()));
  }

  private static Optional<Path> mount() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.contains(" - cgroup2 "))
        .map(line -> Path.of(line.split(" ")[4]))
        .findFirst();
  }

  @AfterEach
  void end() throws Exception {
    if (busy != null) {
      busy.destroyForcibly().waitFor();
    }
    if (group != null) {
      Await.until(() -> group.toFile().delete());
    }
  }

  @Test
  void tellsWhatItsProcessesUse() throws Exception {
    var accounts = new GroupAccounts(HostCapabilities.Cgroups.V2, Map.of("", group));
    assertThat(accounts.cpuNanos()).hasValue(0);
    String script = "echo 0 >\"$1/cgroup.procs\" && x=$(head -c 30000000 /dev/zero | tr '\\0' x)";
    busy =
        new ProcessBuilder(
                "sh", "-c", script + "; echo ready; while :; do :; done", "sh", group.toString())
            .start();
    assertThat(busy.inputReader().readLine()).isEqualTo("ready");
    long before = accounts.cpuNanos().orElseThrow();
    long half = TimeUnit.MILLISECONDS.toNanos(500);
    Await.until(() -> accounts.cpuNanos().orElseThrow() > before + half);
    assertThat(accounts.cpuNanos().orElseThrow()).isLessThan(before + 60 * half);
    if (has("memory.current")) {
      assertThat(accounts.memoryBytes().orElseThrow()).isBetween(25_000_000L, 200_000_000L);
    } else {
      assertThat(accounts.memoryBytes()).isEmpty();
    }
    if (has("pids.current")) {
      assertThat(accounts.processes()).hasValue(1);
    } else {
      assertThat(accounts.processes()).isEmpty();
    }
    assertThat(accounts.throttledNanos().orElse(0)).isZero();
  }

  private boolean has(String file) {
    return Files.exists(group.resolve(file));
  }
}
