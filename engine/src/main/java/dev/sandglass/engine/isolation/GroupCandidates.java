package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the groups of this engine may be made: several places for each controller, the best first.
 * Only a process can find out whether a place will do, by joining a group there: {@link #begin}
 * makes groups to be joined, one for each controller at most, and {@link #end} takes them away.
 */
final class GroupCandidates {
  /** Controller to the places not tried yet; "" stands for version 2. */
  private final Map<String, Deque<Path>> untried = new LinkedHashMap<>();

  /** Controller to the group that is being tried. */
  private final Map<String, Path> tried = new LinkedHashMap<>();

  private final Map<String, Path> parents = new LinkedHashMap<>();

  private GroupCandidates() {}

  /**
   * Finds the places; none if this machine does not tell of control groups.
   *
   * @param controllers names of controllers; "" stands for version 2
   * @param engine a name for this engine's groups
   */
  static GroupCandidates of(List<String> controllers, String engine) {
    var candidates = new GroupCandidates();
    try {
      Map<String, Path> mounts = mounts();
      Map<String, String> own = ownGroups();
      for (String controller : controllers) {
        Path mount = mounts.get(controller);
        String group = own.get(controller);
        if (mount != null && group != null) {
          candidates.untried.put(controller, places(mount, group, engine));
        }
      }
    } catch (IOException e) {
      // Whatever cannot be read cannot be used either; the capabilities say so.
      System.getLogger(GroupCandidates.class.getName())
          .log(System.Logger.Level.DEBUG, "no control groups", e);
    }
    return candidates;
  }

  /**
   * Places that are known.
   *
   * @param places controller to directories for the groups of sandboxes, the best first
   */
  static GroupCandidates in(Map<String, List<Path>> places) {
    var candidates = new GroupCandidates();
    places.forEach(
        (controller, list) -> candidates.untried.put(controller, new ArrayDeque<>(list)));
    return candidates;
  }

  private static Deque<Path> places(Path mount, String group, String engine) {
    List<Path> places = new ArrayList<>();
    places.add(mount);
    places.add(mount.resolve(group.substring(1)));
    // Version 2 wants a group without processes of its own above the sandboxes' groups.
    Path above = mount.resolve(group.substring(1)).getParent();
    if (above != null && above.startsWith(mount)) {
      places.add(1, above);
    }
    Deque<Path> parents = new ArrayDeque<>();
    places.stream()
        .filter(Files::isWritable)
        .map(place -> place.resolve("sandglass").resolve(engine))
        .forEach(parents::add);
    return parents;
  }

  /** Makes groups to be joined; none if there is nothing left to be tried. */
  List<Path> begin() {
    untried.forEach(
        (controller, places) -> {
          while (!parents.containsKey(controller)
              && !tried.containsKey(controller)
              && !places.isEmpty()) {
            Path probe = places.remove().resolve("probe-" + ProcessHandle.current().pid());
            try {
              tried.put(controller, Files.createDirectories(probe));
            } catch (IOException e) {
              // Not ours to write: try the next one.
              remove(probe);
            }
          }
        });
    return List.copyOf(tried.values());
  }

  /**
   * Takes the groups away after whatever joined them has ended.
   *
   * @param joined those that could be joined
   */
  void end(Set<Path> joined) {
    tried.forEach(
        (controller, probe) -> {
          remove(probe);
          if (joined.contains(probe)) {
            parents.put(controller, probe.getParent());
          }
        });
    tried.clear();
  }

  private static void remove(Path probe) {
    ControlGroup.remove(probe);
    ControlGroup.remove(probe.getParent());
  }

  /** Controller to the directory that will do for the groups of sandboxes. */
  Map<String, Path> parents() {
    return Map.copyOf(parents);
  }

  /** Controller to mount point; "" stands for version 2. */
  private static Map<String, Path> mounts() throws IOException {
    Map<String, Path> mounts = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      int dash = line.indexOf(" - ");
      String[] left = line.substring(0, dash).split(" ");
      String[] right = line.substring(dash + 3).split(" ");
      if (right[0].equals("cgroup2")) {
        mounts.putIfAbsent("", Path.of(left[4]));
      } else if (right[0].equals("cgroup")) {
        for (String option : right[2].split(",")) {
          mounts.putIfAbsent(option, Path.of(left[4]));
        }
      }
    }
    return mounts;
  }

  /** Controller to the path of this process's group below its mount point. */
  private static Map<String, String> ownGroups() throws IOException {
    Map<String, String> own = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      for (String controller : parts[1].split(",")) {
        own.put(controller, parts[2]);
      }
    }
    return own;
  }
}
