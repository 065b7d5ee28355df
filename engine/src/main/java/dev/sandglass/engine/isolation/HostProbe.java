package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at what this machine offers, by trying it. */
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
   * Makes sure that user namespaces work.
   *
   * @throws IsolationException if they do not, with the fix
   */
  void requireNamespaces() {
    for (String program : List.of("unshare", "nsenter", "setsid", "setpriv", "mount", "sleep")) {
      if (!programs.has(program)) {
        throw new IsolationException(
            "this machine lacks " + program + ", which sandboxes need: install util-linux");
      }
    }
    Result result = run(List.of("unshare", "--user", "--map-root-user", "--mount", "true"));
    if (result.code() != 0) {
      throw new IsolationException(
          "this machine does not let you make sandboxes (" + firstLine(result) + "): " + fix());
    }
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
  HostCapabilities.Executor executor() {
    if (programs.has("bwrap")) {
      Result version = run(List.of("bwrap", "--help"));
      if (version.output().contains("--pidns")) {
        return HostCapabilities.Executor.BUBBLEWRAP;
      }
      note("bubblewrap is too old: install version 0.5 or newer for the full isolation");
    } else {
      note(
          "bubblewrap is missing: commands run without a system call filter, and only in the host"
              + " template; install the package bubblewrap");
    }
    return HostCapabilities.Executor.UTIL_LINUX;
  }

  private static String firstLine(Result result) {
    return result.output().lines().findFirst().orElse("exit code " + result.code());
  }

  private record Result(int code, String output) {}

  private static Result run(List<String> command) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("PATH", HostPrograms.PATH);
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), text);
    } catch (IOException e) {
      return new Result(127, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IsolationException("interrupted while looking at this machine", e);
    }
  }
}
