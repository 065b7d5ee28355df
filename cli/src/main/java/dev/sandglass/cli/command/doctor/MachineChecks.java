package dev.sandglass.cli.command.doctor;

import dev.sandglass.cli.Environment;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.engine.isolation.HostCapabilities;
import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.isolation.IsolationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at what this machine offers for sandboxes, as the engine does when it starts. */
final class MachineChecks {
  private static final int LEAST_JAVA = 17;
  private static final int[] LEAST_KERNEL = {5, 11};
  private static final long LITTLE_SPACE = 1L << 30;
  private static final long NO_SPACE = 64L << 20;

  private final Environment environment;
  private final List<Check> checks = new ArrayList<>();

  MachineChecks(Environment environment) {
    this.environment = environment;
  }

  List<Check> run(Path stateDirectory) {
    system();
    java();
    overlay();
    isolation();
    network();
    space(stateDirectory);
    return checks;
  }

  private void system() {
    String name = System.getProperty("os.name") + " " + System.getProperty("os.version");
    if (!System.getProperty("os.name").equals("Linux")) {
      checks.add(
          Check.fail(
              "system", name, "Local sandboxes need Linux; use a server: sand provider add"));
      return;
    }
    Matcher version = Pattern.compile("(\\d+)\\.(\\d+)").matcher(name);
    boolean old =
        version.find()
            && (Integer.parseInt(version.group(1)) < LEAST_KERNEL[0]
                || (Integer.parseInt(version.group(1)) == LEAST_KERNEL[0]
                    && Integer.parseInt(version.group(2)) < LEAST_KERNEL[1]));
    checks.add(
        old
            ? Check.warn("system", name, "Without root a kernel of version 5.11 or newer is needed")
            : Check.ok("system", name + " " + System.getProperty("os.arch")));
  }

  private void java() {
    int version = Runtime.version().feature();
    // The native binary has no home: its Java is inside.
    String home = System.getProperty("java.home");
    String found =
        System.getProperty("java.version") + (home == null ? ", built in" : " in " + home);
    checks.add(
        version < LEAST_JAVA
            ? Check.fail("java", found, "Install Java 17 or newer")
            : Check.ok("java", found));
  }

  private void overlay() {
    try {
      boolean there = Files.readString(Path.of("/proc/filesystems")).contains("\toverlay");
      checks.add(
          there
              ? Check.ok("overlayfs", "the kernel has it")
              : Check.warn("overlayfs", "the kernel has not loaded it", "sudo modprobe overlay"));
    } catch (IOException e) {
      checks.add(Check.fail("overlayfs", "/proc cannot be read", "Mount /proc"));
    }
  }

  /** Asks the engine's own probe, in a directory of its own, so that no engine is disturbed. */
  private void isolation() {
    try {
      Path directory = Files.createTempDirectory("sand-doctor-");
      try {
        capabilities(Isolation.open(directory).capabilities());
      } catch (IsolationException e) {
        checks.add(Check.fail("namespaces", firstPart(e.getMessage()), lastPart(e.getMessage())));
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      checks.add(Check.fail("namespaces", "cannot write to the temporary directory", "Free space"));
    }
  }

  private void capabilities(HostCapabilities found) {
    checks.add(
        Check.ok("namespaces", found.root() ? "they work, as root" : "they work, without root"));
    boolean bubblewrap = found.executor() == HostCapabilities.Executor.BUBBLEWRAP;
    add(
        "bubblewrap",
        bubblewrap,
        bubblewrap ? "starts commands" : "missing or too old",
        "sudo apt install bubblewrap");
    add(
        "seccomp",
        found.seccomp(),
        found.seccomp() ? "system calls are filtered" : "no filter",
        "sudo apt install bubblewrap");
    boolean ids = found.idMapping() != HostCapabilities.IdMapping.SINGLE;
    add(
        "users",
        ids,
        ids ? "sandboxes have users of their own" : "only root exists in sandboxes",
        "sudo apt install uidmap && sudo usermod --add-subuids 100000-165535"
            + " --add-subgids 100000-165535 "
            + System.getProperty("user.name"));
    boolean cgroups = found.cgroups() != HostCapabilities.Cgroups.NONE;
    String name = found.cgroups().name().toLowerCase(Locale.ROOT);
    add(
        "cgroups",
        cgroups,
        cgroups ? name : "limits of CPU and memory are not enforced",
        "systemd-run --user --scope -p Delegate=yes sand engine start");
    add(
        "disk-limits",
        found.diskLimits(),
        found.diskLimits() ? "enforced" : "watched, not enforced",
        found.root() ? "sudo apt install e2fsprogs" : "Only an engine of root can enforce them");
    add(
        "outbound",
        found.hostAllowedNetwork(),
        found.hostAllowedNetwork() ? "--network host-allowed works" : "no sandbox gets network",
        "sudo apt install slirp4netns iproute2");
    found.notes().forEach(note -> checks.add(Check.warn("note", note, "")));
  }

  private void add(String name, boolean good, String text, String fix) {
    checks.add(good ? Check.ok(name, text) : Check.warn(name, text, fix));
  }

  private void network() {
    Path tun = Path.of("/dev/net/tun");
    boolean usable = Files.isReadable(tun) && Files.isWritable(tun);
    add(
        "tun",
        usable,
        usable ? tun + " opens" : tun + " does not open",
        "sudo modprobe tun && sudo chmod 666 " + tun);
    List<String> set =
        Stream.of("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY")
            .filter(environment::has)
            .toList();
    checks.add(
        Check.ok(
            "proxies",
            set.isEmpty() ? "none" : String.join(" ", set) + " set; not used for the engine"));
  }

  private void space(Path directory) {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String found = ByteCount.format(free) + " free for " + directory;
      if (!Files.isWritable(there)) {
        checks.add(
            Check.fail("disk", there + " is not yours to write", "Set XDG_STATE_HOME elsewhere"));
      } else if (free < NO_SPACE) {
        checks.add(Check.fail("disk", found, "Free space, or set XDG_STATE_HOME elsewhere"));
      } else if (free < LITTLE_SPACE) {
        checks.add(Check.warn("disk", found, "Free space, or set XDG_STATE_HOME elsewhere"));
      } else {
        checks.add(Check.ok("disk", found));
      }
    } catch (IOException e) {
      checks.add(Check.fail("disk", there + ": " + e.getMessage(), "Set XDG_STATE_HOME elsewhere"));
    }
  }

  private static String firstPart(@Nullable String message) {
    String text = String.valueOf(message);
    int end = text.lastIndexOf(": ");
    return end < 0 ? text : text.substring(0, end);
  }

  private static String lastPart(@Nullable String message) {
    String text = String.valueOf(message);
    int end = text.lastIndexOf(": ");
    return end < 0 ? "" : text.substring(end + 2);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
