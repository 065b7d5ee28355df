package dev.sandglass.scrubber;

import dev.sandglass.scrubber.DisclosureGate.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what is private of the machine this runs on. */
final class ThisMachine {
  private static final List<Path> HOST_NAME_FILES =
      List.of(Path.of("/etc/hostname"), Path.of("/proc/sys/kernel/hostname"));

  private ThisMachine() {}

  static Machine describe(Map<String, String> environment) {
    Set<String> homes = new LinkedHashSet<>();
    add(homes, environment.get("HOME"));
    add(homes, environment.get("USERPROFILE"));
    add(homes, System.getProperty("user.home"));
    Set<String> users = new LinkedHashSet<>();
    for (String variable : List.of("USER", "LOGNAME", "USERNAME", "SUDO_USER")) {
      add(users, environment.get(variable));
    }
    add(users, System.getProperty("user.name"));
    Set<String> hosts = new LinkedHashSet<>();
    add(hosts, environment.get("HOSTNAME"));
    add(hosts, environment.get("COMPUTERNAME"));
    for (Path file : HOST_NAME_FILES) {
      add(hosts, read(file));
    }
    return new Machine(List.copyOf(homes), List.copyOf(users), List.copyOf(hosts));
  }

  private static void add(Set<String> names, @Nullable String name) {
    if (name != null && !name.isBlank()) {
      names.add(name.strip());
    }
  }

  private static @Nullable String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null; // not every system has such a file; the other sources remain
    }
  }
}
