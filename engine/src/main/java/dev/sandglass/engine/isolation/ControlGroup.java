package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The control groups of one sandbox, one directory per hierarchy. */
final class ControlGroup {
  private static final long PERIOD_MICROS = 100_000;
  private static final long FREEZE_DEADLINE_NANOS = 2_000_000_000L;

  private final HostCapabilities.Cgroups layout;
  private final Map<String, Path> directories;

  ControlGroup(HostCapabilities.Cgroups layout, Map<String, Path> directories) {
    this.layout = layout;
    this.directories = Map.copyOf(directories);
  }

  /** What a process writes itself into to count as the sandbox's. */
  Collection<Path> directories() {
    return directories.values();
  }

  GroupAccounts accounts() {
    return new GroupAccounts(layout, directories);
  }

  boolean available() {
    return !directories.isEmpty();
  }

  /** Makes the groups and sets the limits. */
  void create(ResourceLimits limits, long processes) {
    try {
      for (Path directory : directories.values()) {
        make(directory);
      }
      if (layout == HostCapabilities.Cgroups.V2) {
        // The engine's group came with the sandbox's, and stays as long as it.
        ControlGroups.delegate(directories.get("").getParent());
        limitUnified(limits, processes);
      } else if (available()) {
        limitLegacy(limits, processes);
      }
    } catch (IOException e) {
      throw new IsolationException("the kernel refused a resource limit: " + e.getMessage(), e);
    }
  }

  private static void make(Path directory) throws IOException {
    for (int tries = 0; ; tries++) {
      try {
        Files.createDirectories(directory);
        return;
      } catch (NoSuchFileException e) {
        // The last group of the engine was just being removed, and the engine's with it.
        if (tries == 100) {
          throw e;
        }
      }
    }
  }

  private void limitUnified(ResourceLimits limits, long processes) throws IOException {
    Path group = directories.get("");
    write(group, "pids.max", processes);
    if (limits.memoryBytes().isPresent()) {
      write(group, "memory.max", limits.memoryBytes().getAsLong());
      writeIfThere(group, "memory.swap.max", 0);
      writeIfThere(group, "memory.oom.group", 0);
    }
    if (limits.cpuMillis().isPresent()) {
      Files.writeString(
          group.resolve("cpu.max"), quota(limits.cpuMillis().getAsLong()) + " " + PERIOD_MICROS);
    }
  }

  private void limitLegacy(ResourceLimits limits, long processes) throws IOException {
    if (directories.containsKey("pids")) {
      write(directories.get("pids"), "pids.max", processes);
    }
    if (limits.memoryBytes().isPresent()) {
      Path group = directories.get("memory");
      write(group, "memory.limit_in_bytes", limits.memoryBytes().getAsLong());
      writeIfThere(group, "memory.memsw.limit_in_bytes", limits.memoryBytes().getAsLong());
    }
    if (limits.cpuMillis().isPresent() && directories.containsKey("cpu")) {
      Path group = directories.get("cpu");
      write(group, "cpu.cfs_period_us", PERIOD_MICROS);
      write(group, "cpu.cfs_quota_us", quota(limits.cpuMillis().getAsLong()));
    }
  }

  private static long quota(long cpuMillis) {
    // The kernel takes no quota below a millisecond.
    return Math.max(1_000, cpuMillis * PERIOD_MICROS / 1_000);
  }

  /** How limits are held by these groups. */
  Enforcement.Level level(String controller) {
    boolean there =
        layout == HostCapabilities.Cgroups.V2 ? available() : directories.containsKey(controller);
    return there ? Enforcement.Level.ENFORCED : Enforcement.Level.NONE;
  }

  /** Processes in the group now, by host process id. */
  Set<Long> members() {
    Path group = directories.getOrDefault("pids", directories.get(""));
    Set<Long> members = new LinkedHashSet<>();
    if (group == null) {
      return members;
    }
    try {
      for (String line : Files.readAllLines(group.resolve("cgroup.procs"))) {
        members.add(Long.parseLong(line));
      }
    } catch (IOException e) {
      // The group is gone, and so are its members.
      return members;
    }
    return members;
  }

  /**
   * Freezes or thaws.
   *
   * @return whether these groups can do that
   */
  boolean freeze(boolean frozen) {
    try {
      Path group = directories.get("");
      if (group != null && Files.exists(group.resolve("cgroup.freeze"))) {
        Files.writeString(group.resolve("cgroup.freeze"), frozen ? "1" : "0");
        await(group.resolve("cgroup.events"), frozen ? "frozen 1" : "frozen 0");
        return true;
      }
      group = directories.get("freezer");
      if (group != null) {
        Files.writeString(group.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
        await(group.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
        return true;
      }
      return false;
    } catch (NoSuchFileException e) {
      // The group is gone already: nothing is frozen in it.
      return true;
    } catch (IOException e) {
      throw new IsolationException(
          "the kernel refused to " + (frozen ? "freeze" : "thaw") + ": " + e.getMessage(), e);
    }
  }

  /** Whether it is frozen, as far as these groups can tell. */
  boolean frozen() {
    try {
      Path group = directories.get("");
      if (group != null && Files.exists(group.resolve("cgroup.freeze"))) {
        return Files.readString(group.resolve("cgroup.freeze")).strip().equals("1");
      }
      group = directories.get("freezer");
      return group != null
          && !Files.readString(group.resolve("freezer.state")).strip().equals("THAWED");
    } catch (IOException e) {
      // No group, nothing frozen.
      return false;
    }
  }

  private static void await(Path file, String text) throws IOException {
    long deadline = System.nanoTime() + FREEZE_DEADLINE_NANOS;
    while (!Files.readString(file).contains(text)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("a process could not be stopped in time");
      }
      Thread.onSpinWait();
    }
  }

  /** Kills all members where one write does it. */
  void kill() {
    Path group = directories.get("");
    if (group != null) {
      try {
        Files.writeString(group.resolve("cgroup.kill"), "1");
      } catch (IOException e) {
        // Before Linux 5.14 there is no such file; the caller kills one by one as well.
        return;
      }
    }
  }

  OptionalLong cpuNanos() {
    if (layout == HostCapabilities.Cgroups.V2) {
      return keyed("cpu.stat", "usage_usec").stream().map(micros -> micros * 1_000).findFirst();
    }
    return number("cpuacct", "cpuacct.usage");
  }

  OptionalLong memoryBytes() {
    return layout == HostCapabilities.Cgroups.V2
        ? number("", "memory.current")
        : number("memory", "memory.usage_in_bytes");
  }

  OptionalLong processes() {
    return layout == HostCapabilities.Cgroups.V2
        ? number("", "pids.current")
        : number("pids", "pids.current");
  }

  private OptionalLong keyed(String file, String key) {
    try {
      for (String line : Files.readAllLines(directories.get("").resolve(file))) {
        if (line.startsWith(key + " ")) {
          return OptionalLong.of(Long.parseLong(line.substring(key.length() + 1)));
        }
      }
    } catch (IOException e) {
      // No such group or controller: no figure.
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private OptionalLong number(String controller, String file) {
    return Optional.ofNullable(directories.get(controller))
        .map(group -> group.resolve(file))
        .flatMap(
            path -> {
              try {
                return Optional.of(Long.parseLong(Files.readString(path).strip()));
              } catch (IOException e) {
                // No such group or controller: no figure.
                return Optional.<Long>empty();
              }
            })
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /**
   * Removes the groups.
   *
   * @return whether all are gone; a group with members stays
   */
  boolean remove() {
    boolean gone = true;
    for (Path directory : directories.values()) {
      // The engine's own group goes with the last sandbox's, and comes back with the next.
      gone &= remove(directory);
      remove(directory.getParent());
    }
    return gone;
  }

  /** Removes one group if it has no members any more. */
  static boolean remove(Path directory) {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (IOException e) {
      // EBUSY: the last member has not been buried yet.
      return false;
    }
  }

  private static void write(Path group, String file, long value) throws IOException {
    Files.writeString(group.resolve(file), Long.toString(value));
  }

  private static void writeIfThere(Path group, String file, long value) throws IOException {
    if (Files.exists(group.resolve(file))) {
      write(group, file, value);
    }
  }
}
