package dev.sandglass.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to make a sandbox's group; a directory takes it as the kernel does. */
class ControlGroupTest {
  @TempDir private Path mount;

  @Test
  void version2HandsControllersDownToEveryNewGroupOfTheEngine() throws IOException {
    Path engine = mount.resolve("sandglass").resolve("engine-1");
    Path box = engine.resolve("box");
    var group = new ControlGroup(HostCapabilities.Cgroups.V2, Map.of("", box));
    var limits =
        new ResourceLimits(
            OptionalLong.empty(),
            OptionalLong.of(1 << 20),
            OptionalLong.empty(),
            OptionalLong.empty());
    group.create(limits, 12);
    for (Path above : new Path[] {mount, mount.resolve("sandglass"), engine}) {
      assertThat(above.resolve("cgroup.subtree_control")).exists();
    }
    assertThat(box.resolve("cgroup.subtree_control")).doesNotExist();
    assertThat(box.resolve("pids.max")).hasContent("12");
    assertThat(box.resolve("memory.max")).hasContent("1048576");
  }
}
