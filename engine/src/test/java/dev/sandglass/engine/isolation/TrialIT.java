package dev.sandglass.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found out about this machine, and that nothing of it stays. */
class TrialIT {
  private static final String ENGINE = "engine-trial-" + ProcessHandle.current().pid();

  @Test
  void findsNamespacesAndBubblewrapAsTheyAre() throws Exception {
    Trial trial = Trial.of(true, GroupCandidates.in(Map.of()));
    assertThat(trial.problem()).isEmpty();
    assertThat(trial.places()).isEmpty();
    assertThat(trial.pidNamespaces()).isEqualTo(help("bwrap").contains("--pidns"));
  }

  @Test
  void asksForNoBubblewrapWhereThereIsNone() {
    assertThat(Trial.of(false, GroupCandidates.in(Map.of())).pidNamespaces()).isFalse();
  }

  @Test
  void takesTheFirstPlaceThatCanBeJoinedAndLeavesNoGroup() throws IOException {
    Path hierarchy = hierarchy("memory");
    Path elsewhere = hierarchy("pids");
    // In a group without processors and memory the kernel lets nobody in.
    Path closed = hierarchy("cpuset");
    var candidates =
        GroupCandidates.in(
            Map.of(
                "memory", List.of(closed.resolve(ENGINE), hierarchy.resolve(ENGINE)),
                "pids", List.of(elsewhere.resolve(ENGINE)),
                "cpu", List.of(closed.resolve(ENGINE + "-too"))));
    Trial trial = Trial.of(true, candidates);
    assertThat(trial.problem()).isEmpty();
    assertThat(trial.places())
        .isEqualTo(Map.of("memory", hierarchy.resolve(ENGINE), "pids", elsewhere.resolve(ENGINE)));
    for (Path place : List.of(hierarchy, elsewhere, closed)) {
      assertThat(place.resolve(ENGINE)).doesNotExist();
      assertThat(place.resolve(ENGINE + "-too")).doesNotExist();
    }
  }

  @Test
  void passesOverPlacesWhereNoGroupCanBeMade(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    var candidates = GroupCandidates.in(Map.of("memory", List.of(file.resolve(ENGINE))));
    assertThat(Trial.of(false, candidates).places()).isEmpty();
  }

  @Test
  void anEnginesOwnGroupsAreGoneWhenItKnowsThem(@TempDir Path state) throws IOException {
    var isolation = new LinuxIsolation(state);
    boolean groups = isolation.capabilities().cgroups() != HostCapabilities.Cgroups.NONE;
    assertThat(isolation.groups().layout() != HostCapabilities.Cgroups.NONE).isEqualTo(groups);
    String name = "engine-" + Integer.toHexString(state.toString().hashCode());
    assertThat(isolation.groups().of("box").directories())
        .allSatisfy(
            group -> {
              assertThat(group.getParent()).hasFileName(name).doesNotExist();
            });
  }

  private static Path hierarchy(String controller) throws IOException {
    var mount =
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
            .filter(line -> line.contains(" - cgroup "))
            .filter(line -> line.matches(".*[ ,]" + controller + "(,.*)?"))
            .map(line -> Path.of(line.split(" ")[4]))
            .findFirst();
    assumeTrue(mount.isPresent(), controller + " is not a hierarchy of version 1 here");
    assumeTrue(Files.isWritable(mount.get()), "only root may make control groups here");
    return mount.get();
  }

  private static String help(String program) throws Exception {
    try {
      Process process = new ProcessBuilder(program, "--help").redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes());
      process.waitFor();
      return text;
    } catch (IOException e) {
      return "";
    }
  }
}
