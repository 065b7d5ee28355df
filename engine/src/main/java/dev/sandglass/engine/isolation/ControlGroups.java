package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The control groups that this engine may make, in whichever layout the machine has: version 1,
 * version 2, or both ("hybrid": controllers in version 1, freezing and killing in version 2).
 */
final class ControlGroups {
  /** What is asked for; "" stands for version 2. */
  private static final List<String> CONTROLLERS =
      List.of("memory", "pids", "cpu", "cpuacct", "freezer", "");

  private static final String[] UNIFIED = {"cpu", "memory", "pids"};

  private final HostCapabilities.Cgroups layout;

  /** Controller to the directory that holds the sandboxes' groups; "" stands for version 2. */
  private final Map<String, Path> parents;

  private ControlGroups(HostCapabilities.Cgroups layout, Map<String, Path> parents) {
    this.layout = layout;
    this.parents = Map.copyOf(parents);
  }

  /**
   * The places where this engine's groups may be.
   *
   * @param engine a name for this engine's groups
   */
  static GroupCandidates candidates(String engine) {
    return GroupCandidates.of(CONTROLLERS, engine);
  }

  /**
   * Makes the most of the places that will do.
   *
   * @param places controller to the directory for the groups of sandboxes
   */
  static ControlGroups in(Map<String, Path> places) {
    Path unified = places.get("");
    if (places.containsKey("memory")) {
      var layout = unified != null ? HostCapabilities.Cgroups.HYBRID : HostCapabilities.Cgroups.V1;
      return new ControlGroups(layout, places);
    }
    if (unified != null && canDelegate(unified)) {
      return new ControlGroups(HostCapabilities.Cgroups.V2, Map.of("", unified));
    }
    return new ControlGroups(HostCapabilities.Cgroups.NONE, Map.of());
  }

  HostCapabilities.Cgroups layout() {
    return layout;
  }

  /** The groups of one sandbox, made if need be. */
  ControlGroup of(String sandbox) {
    Map<String, Path> directories = new LinkedHashMap<>();
    parents.forEach((controller, parent) -> directories.put(controller, parent.resolve(sandbox)));
    return new ControlGroup(layout, directories);
  }

  /** Names of all sandboxes that have groups. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Path parent : parents.values()) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, Files::isDirectory)) {
        children.forEach(child -> names.add(child.getFileName().toString()));
      } catch (IOException e) {
        // A hierarchy that went away holds no groups.
        continue;
      }
    }
    return names;
  }

  private static boolean canDelegate(Path parent) {
    try {
      Files.createDirectories(parent);
      return delegate(parent).contains("memory");
    } catch (IOException e) {
      return false; // not ours to write
    } finally {
      ControlGroup.remove(parent);
    }
  }

  /**
   * Hands the controllers down to the groups below this one of the engine's; they are handed down
   * again whenever it was made anew.
   *
   * @return those that arrived
   */
  static Set<String> delegate(Path parent) {
    List<Path> chain = List.of(parent.getParent().getParent(), parent.getParent(), parent);
    for (Path group : chain) {
      for (String controller : UNIFIED) {
        try {
          Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller);
        } catch (IOException e) {
          // Not delegated to us: the check below finds it missing.
          continue;
        }
      }
    }
    try {
      return Set.of(
          Files.readString(parent.resolve("cgroup.subtree_control")).strip().split("\\s+"));
    } catch (IOException e) {
      // Not there, or not ours to read: nothing has arrived.
      return Set.of();
    }
  }
}
