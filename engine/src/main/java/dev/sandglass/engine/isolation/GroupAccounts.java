package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** What the kernel keeps account of in a sandbox's control groups, of either version. */
final class GroupAccounts {
  private final boolean unified;
  private final Map<String, Path> directories;

  GroupAccounts(HostCapabilities.Cgroups layout, Map<String, Path> directories) {
    this.unified = layout == HostCapabilities.Cgroups.V2;
    this.directories = Map.copyOf(directories);
  }

  OptionalLong cpuNanos() {
    return unified
        ? times(keyed("", "cpu.stat", "usage_usec"), 1_000)
        : number("cpuacct", "cpuacct.usage");
  }

  OptionalLong throttledNanos() {
    return unified
        ? times(keyed("", "cpu.stat", "throttled_usec"), 1_000)
        : keyed("cpu", "cpu.stat", "throttled_time");
  }

  /** Memory in use without inactive pages of files, as container tools show it. */
  OptionalLong memoryBytes() {
    OptionalLong all =
        unified ? number("", "memory.current") : number("memory", "memory.usage_in_bytes");
    OptionalLong idle =
        unified
            ? keyed("", "memory.stat", "inactive_file")
            : keyed("memory", "memory.stat", "total_inactive_file");
    return all.isEmpty() ? all : OptionalLong.of(Math.max(0, all.getAsLong() - idle.orElse(0)));
  }

  OptionalLong processes() {
    return number(unified ? "" : "pids", "pids.current");
  }

  private static OptionalLong times(OptionalLong value, long factor) {
    return value.isEmpty() ? value : OptionalLong.of(value.getAsLong() * factor);
  }

  private OptionalLong keyed(String controller, String file, String key) {
    Path group = directories.get(controller);
    if (group == null) {
      return OptionalLong.empty();
    }
    try {
      for (String line : Files.readAllLines(group.resolve(file))) {
        if (line.startsWith(key)
            && line.length() > key.length()
            && line.charAt(key.length()) == ' ') {
          return OptionalLong.of(Long.parseLong(line.substring(key.length() + 1)));
        }
      }
      return OptionalLong.empty();
    } catch (IOException e) {
      // No such group or controller: no figure.
      return OptionalLong.empty();
    }
  }

  private OptionalLong number(String controller, String file) {
    Path group = directories.get(controller);
    if (group == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(group.resolve(file)).strip()));
    } catch (IOException e) {
      // No such group or controller: no figure.
      return OptionalLong.empty();
    }
  }
}
