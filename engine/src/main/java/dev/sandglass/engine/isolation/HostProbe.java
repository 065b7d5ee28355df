package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at what this machine offers, by trying it. Not thread-safe. */
final class HostProbe {
  /**
   * The ids that sandboxes of a root engine get: the range that systemd and others leave to
   * containers, far above the users' and their subordinate ids of ordinary systems.
   */
  private static final int ROOT_RANGE_FIRST = 1_879_048_192 - 65_536 * 2;

  private static final int IDS = 65_536;

  private final HostPrograms programs;
  private final List<String> notes = new ArrayList<>();

  HostProbe(HostPrograms programs) {
    this.programs = programs;
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  void note(String text) {
    notes.add(text);
  }

  static boolean root() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException e) {
      throw new IsolationException("cannot read /proc: is it mounted?", e);
    }
  }

  /** Which ids sandboxes get. */
  IdRange ids() {
    if (root()) {
      return new IdRange(HostCapabilities.IdMapping.ROOT_RANGE, ROOT_RANGE_FIRST, IDS);
    }
    Optional<IdRange> range = subordinateIds();
    if (range.isPresent()) {
      return range.get();
    }
    note(
        "only root exists inside sandboxes, because there are no subordinate user ids: install"
            + " uidmap and add a range for your user to /etc/subuid and /etc/subgid");
    return new IdRange(HostCapabilities.IdMapping.SINGLE, 0, 1);
  }

  private Optional<IdRange> subordinateIds() {
    if (!programs.has("newuidmap") || !programs.has("newgidmap")) {
      return Optional.empty();
    }
    Optional<int[]> users = range(Path.of("/etc/subuid"));
    Optional<int[]> groups = range(Path.of("/etc/subgid"));
    if (users.isEmpty() || groups.isEmpty() || users.get()[0] != groups.get()[0]) {
      return Optional.empty();
    }
    int count = Math.min(Math.min(users.get()[1], groups.get()[1]), IDS - 1);
    return Optional.of(new IdRange(HostCapabilities.IdMapping.SUB_IDS, users.get()[0], count));
  }

  private static Optional<int[]> range(Path file) {
    try {
      String name = System.getProperty("user.name");
      String uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.strip().split(":");
        if (parts.length == 3 && (parts[0].equals(name) || parts[0].equals(uid))) {
          return Optional.of(new int[] {Integer.parseInt(parts[1]), Integer.parseInt(parts[2])});
        }
      }
    } catch (IOException | NumberFormatException e) {
      // No usable file: no subordinate ids.
      return Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * Tries everything that takes a process to be tried.
   *
   * @param engine a name for this engine's control groups
   * @throws IsolationException if user namespaces do not work, with the fix
   */
  Trial tryOut(String engine) {
    for (String program : List.of("unshare", "nsenter", "setsid", "setpriv", "mount", "sleep")) {
      if (!programs.has(program)) {
        throw new IsolationException(
            "this machine lacks " + program + ", which sandboxes need: install util-linux");
      }
    }
    Trial trial = Trial.of(programs.has("bwrap"), ControlGroups.candidates(engine));
    if (trial.problem().isPresent()) {
      throw new IsolationException(
          "this machine does not let you make sandboxes (" + trial.problem().get() + "): " + fix());
    }
    return trial;
  }

  private static String fix() {
    if (reads("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")) {
      return "AppArmor restricts user namespaces; as root run"
          + " 'sysctl kernel.apparmor_restrict_unprivileged_userns=0'";
    }
    if (reads("/proc/sys/kernel/unprivileged_userns_clone", "0")) {
      return "as root run 'sysctl kernel.unprivileged_userns_clone=1'";
    }
    if (reads("/proc/sys/user/max_user_namespaces", "0")) {
      return "as root run 'sysctl user.max_user_namespaces=15000'";
    }
    return "it may itself be a container without the right to make user namespaces; run sand on the"
        + " host, or give the container that right";
  }

  private static boolean reads(String file, String value) {
    try {
      return Files.readString(Path.of(file)).strip().equals(value);
    } catch (IOException e) {
      // The setting does not exist on this kernel.
      return false;
    }
  }

  /** What starts commands. */
  HostCapabilities.Executor executor(Trial trial) {
    if (trial.pidNamespaces()) {
      return HostCapabilities.Executor.BUBBLEWRAP;
    }
    note(
        programs.has("bwrap")
            ? "bubblewrap is too old: install version 0.5 or newer for the full isolation"
            : "bubblewrap is missing: commands run without a system call filter, and only in the"
                + " host template; install the package bubblewrap");
    return HostCapabilities.Executor.UTIL_LINUX;
  }
}
