package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The control groups that this engine may make, in whichever layout the machine has: version 1,
 * version 2, or both ("hybrid": controllers in version 1, freezing and killing in version 2).
 */
final class ControlGroups {
  private static final String[] LEGACY = {"memory", "pids", "cpu", "cpuacct", "freezer"};
  private static final String[] UNIFIED = {"cpu", "memory", "pids"};

  private final HostCapabilities.Cgroups layout;

  /** Controller to the directory that holds the sandboxes' groups; "" stands for version 2. */
  private final Map<String, Path> parents;

  private ControlGroups(HostCapabilities.Cgroups layout, Map<String, Path> parents) {
    this.layout = layout;
    this.parents = Map.copyOf(parents);
  }

  /**
   * Finds out what can be used, by making the engine's own groups.
   *
   * @param engine a name for this engine's groups
   */
  static ControlGroups probe(String engine) {
    try {
      Map<String, Path> mounts = mounts();
      Map<String, String> own = ownGroups();
      Map<String, Path> parents = new LinkedHashMap<>();
      for (String controller : LEGACY) {
        writableParent(mounts, own, controller, engine)
            .ifPresent(path -> parents.put(controller, path));
      }
      Optional<Path> unified = writableParent(mounts, own, "", engine);
      if (parents.containsKey("memory")) {
        unified.ifPresent(path -> parents.put("", path));
        var layout =
            unified.isPresent() ? HostCapabilities.Cgroups.HYBRID : HostCapabilities.Cgroups.V1;
        return new ControlGroups(layout, parents);
      }
      if (unified.isPresent() && delegate(unified.get()).contains("memory")) {
        return new ControlGroups(HostCapabilities.Cgroups.V2, Map.of("", unified.get()));
      }
    } catch (IOException e) {
      // Whatever cannot be read cannot be used either; the capabilities say so.
      System.getLogger(ControlGroups.class.getName())
          .log(System.Logger.Level.DEBUG, "no control groups", e);
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

  /** Controller to mount point; "" stands for version 2. */
  private static Map<String, Path> mounts() throws IOException {
    Map<String, Path> mounts = new LinkedHashMap<>();
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
    Map<String, String> own = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      for (String controller : parts[1].split(",")) {
        own.put(controller, parts[2]);
      }
    }
    return own;
  }

  private static Optional<Path> writableParent(
      Map<String, Path> mounts, Map<String, String> own, String controller, String engine) {
    Path mount = mounts.get(controller);
    String group = own.get(controller);
    if (mount == null || group == null) {
      return Optional.empty();
    }
    List<Path> candidates = new ArrayList<>();
    candidates.add(mount);
    candidates.add(mount.resolve(group.substring(1)));
    // Version 2 wants a group without processes of its own above the sandboxes' groups.
    Path above = mount.resolve(group.substring(1)).getParent();
    if (above != null && above.startsWith(mount)) {
      candidates.add(1, above);
    }
    for (Path candidate : candidates) {
      Path parent = candidate.resolve("sandglass").resolve(engine);
      if (!Files.isWritable(candidate)) {
        continue;
      }
      try {
        Files.createDirectories(parent);
        if (joinable(parent)) {
          return Optional.of(parent);
        }
        Files.deleteIfExists(parent);
      } catch (IOException e) {
        // Not ours to write: try the next one.
        continue;
      }
    }
    return Optional.empty();
  }

  /** Whether a process of ours can really be moved into a group below it. */
  private static boolean joinable(Path parent) throws IOException {
    Path probe = parent.resolve("probe-" + ProcessHandle.current().pid());
    Files.createDirectories(probe);
    Process process = null;
    try {
      process =
          new ProcessBuilder("sh", "-c", "echo 0 >\"$1/cgroup.procs\"", "sh", probe.toString())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      ControlGroup.remove(probe);
      ControlGroup.remove(parent);
    }
  }

  /** Hands the controllers down to the sandboxes' groups; returns those that arrived. */
  private static Set<String> delegate(Path parent) throws IOException {
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
    } catch (NoSuchFileException e) {
      return Set.of();
    }
  }
}
