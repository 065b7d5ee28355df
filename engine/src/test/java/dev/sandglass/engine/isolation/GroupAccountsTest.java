package dev.sandglass.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as kernels write them: one machine has only one version. */
class GroupAccountsTest {
  @TempDir private Path directory;

  private Path group(String name, Map<String, String> files) throws IOException {
    Path group = Files.createDirectories(directory.resolve(name));
    for (var file : files.entrySet()) {
      Files.writeString(group.resolve(file.getKey()), file.getValue());
    }
    return group;
  }

  @Test
  void readsVersionTwo() throws IOException {
    Path group =
        group(
            "two",
            Map.of(
                "cpu.stat",
                "usage_usec 1500\nuser_usec 1000\nnr_throttled 3\nthrottled_usec 70\n",
                "memory.current",
                "1000\n",
                "memory.stat",
                "anon 600\ninactive_file 300\nactive_file 100\n",
                "pids.current",
                "4\n"));
    var accounts = new GroupAccounts(HostCapabilities.Cgroups.V2, Map.of("", group));
    assertThat(accounts.cpuNanos()).hasValue(1_500_000);
    assertThat(accounts.throttledNanos()).hasValue(70_000);
    assertThat(accounts.memoryBytes()).hasValue(700);
    assertThat(accounts.processes()).hasValue(4);
  }

  @Test
  void readsVersionOne() throws IOException {
    Map<String, Path> groups =
        Map.of(
            "cpu",
                group(
                    "cpu", Map.of("cpu.stat", "nr_periods 9\nnr_throttled 3\nthrottled_time 80\n")),
            "cpuacct", group("cpuacct", Map.of("cpuacct.usage", "12345\n")),
            "memory",
                group(
                    "memory",
                    Map.of(
                        "memory.usage_in_bytes",
                        "1000\n",
                        "memory.stat",
                        "inactive_file 1\ntotal_inactive_file 200\n")),
            "pids", group("pids", Map.of("pids.current", "2\n")));
    for (var layout : List.of(HostCapabilities.Cgroups.V1, HostCapabilities.Cgroups.HYBRID)) {
      var accounts = new GroupAccounts(layout, groups);
      assertThat(accounts.cpuNanos()).hasValue(12_345);
      assertThat(accounts.throttledNanos()).hasValue(80);
      assertThat(accounts.memoryBytes()).hasValue(800);
      assertThat(accounts.processes()).hasValue(2);
    }
  }

  @Test
  void saysNothingWhereNothingIsKept() {
    var none = new GroupAccounts(HostCapabilities.Cgroups.NONE, Map.of());
    assertThat(none.cpuNanos()).isEmpty();
    assertThat(none.memoryBytes()).isEmpty();
    var gone =
        new GroupAccounts(HostCapabilities.Cgroups.V2, Map.of("", directory.resolve("gone")));
    assertThat(gone.cpuNanos()).isEmpty();
    assertThat(gone.processes()).isEmpty();
  }

  @Test
  void addsUpWhatProcessesUsedBetweenLooks() {
    var accounts = new ProcessAccounts();
    assertThat(accounts.look(List.of(process(1, 10, 5), process(2, 10, 7)))).isEqualTo(120_000_000);
    // One has ended, and one began under the number of another.
    assertThat(accounts.look(List.of(process(1, 10, 6), process(2, 99, 1)))).isEqualTo(140_000_000);
    assertThat(accounts.look(List.of())).isEqualTo(140_000_000);
  }

  private static ProcessTable.Entry process(long pid, long start, long ticks) {
    return new ProcessTable.Entry(pid, 'R', false, 1, 1, 1, -1, ticks, start, 0);
  }
}
