package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the host's {@code /proc}, see proc(5). Everything in it may vanish between two looks. */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  /** Clock ticks per second; a constant of the kernel's interface on every Linux platform. */
  private static final long TICKS = 100;

  private static final long NANOS_PER_TICK = 1_000_000_000 / TICKS;
  private static final int PAGE_BYTES = 4096;

  /** The kernel's PF_EXITING. */
  private static final long EXITING = 4;

  private ProcessTable() {}

  /**
   * One line of {@code /proc/PID/stat}.
   *
   * @param pid process id on the host
   * @param state the kernel's letter
   * @param exiting whether it has given up its memory, mounts and files already, and only waits for
   *     others to be reaped
   * @param parent parent's process id
   * @param group process group
   * @param session session
   * @param foreground the foreground process group of its terminal, -1 if it has none
   * @param ticks processor time used
   * @param start start time in clock ticks since boot; with the pid it names a process for good
   * @param residentBytes resident memory
   */
  record Entry(
      long pid,
      char state,
      boolean exiting,
      long parent,
      long group,
      long session,
      long foreground,
      long ticks,
      long start,
      long residentBytes) {}

  /** The process with this id, if there is one. */
  static Optional<Entry> find(long pid) {
    try {
      String text =
          Files.readString(
              PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
      // The name may hold anything, even parentheses and spaces.
      String[] fields = text.substring(text.lastIndexOf(')') + 2).strip().split(" ");
      return Optional.of(
          new Entry(
              pid,
              fields[0].charAt(0),
              (Long.parseLong(fields[6]) & EXITING) != 0,
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[5]),
              Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
              Long.parseLong(fields[19]),
              Long.parseLong(fields[21]) * PAGE_BYTES));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether this very process still exists and is more than a zombie. */
  static boolean alive(long pid, long start) {
    return find(pid).filter(entry -> entry.start() == start && entry.state() != 'Z').isPresent();
  }

  /** Every process of the host. */
  static List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path directory : directories) {
        find(Long.parseLong(directory.getFileName().toString())).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw new IsolationException("cannot read /proc", e);
    }
    return entries;
  }

  /** A process, everything it started, and everything in a session that one of those leads. */
  static Set<Long> family(long root) {
    return family(Set.of(root));
  }

  /** Processes, everything they started, and everything in a session that one of those leads. */
  static Set<Long> family(Set<Long> roots) {
    List<Entry> all = all();
    Map<Long, List<Long>> children = new HashMap<>();
    Map<Long, List<Long>> sessions = new HashMap<>();
    for (Entry entry : all) {
      children.computeIfAbsent(entry.parent(), key -> new ArrayList<>()).add(entry.pid());
      sessions.computeIfAbsent(entry.session(), key -> new ArrayList<>()).add(entry.pid());
    }
    Set<Long> family = new LinkedHashSet<>();
    var next = new ArrayDeque<Long>(roots);
    while (!next.isEmpty()) {
      long pid = next.remove();
      if (pid > 1 && family.add(pid)) {
        next.addAll(children.getOrDefault(pid, List.of()));
        next.addAll(sessions.getOrDefault(pid, List.of()));
      }
    }
    return family;
  }

  /** What a descriptor of a process is, such as {@code pipe:[123]}; empty if unreadable. */
  static String openFile(long pid, int descriptor) {
    try {
      return Files.readSymbolicLink(PROC.resolve(pid + "/fd/" + descriptor)).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether a process has this open. One that cannot be asked is taken to have it. */
  static boolean hasOpen(long pid, String file) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        if (openFile(pid, Integer.parseInt(descriptor.getFileName().toString())).equals(file)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return find(pid).filter(entry -> entry.state() != 'Z').isPresent();
    }
  }

  /** Identity of a process's namespace, such as {@code pid:[4026531836]}; empty if unreadable. */
  static String namespace(long pid, String kind) {
    try {
      return Files.readSymbolicLink(PROC.resolve(pid + "/ns/" + kind)).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Those of these processes that are in the namespace. */
  static List<Entry> inNamespace(Collection<Entry> entries, String kind, String namespace) {
    return entries.stream()
        .filter(entry -> namespace(entry.pid(), kind).equals(namespace))
        .toList();
  }

  /** Details of a process, seen from the PID namespace it is in. */
  static Optional<SandboxProcess> describe(Entry entry, Map<Long, Integer> innerPids, IdRange ids) {
    try {
      Path directory = PROC.resolve(Long.toString(entry.pid()));
      int inner = 0;
      int uid = 0;
      String name = "?";
      for (String line :
          Files.readAllLines(directory.resolve("status"), StandardCharsets.ISO_8859_1)) {
        String[] parts = line.split("\\s+");
        switch (parts[0]) {
          case "NSpid:" -> inner = Integer.parseInt(parts[parts.length - 1]);
          case "Uid:" -> uid = ids.inside(Integer.parseInt(parts[1]));
          case "Name:" -> name = line.substring(5).strip();
          default -> {
            // Not asked for.
          }
        }
      }
      innerPids.put(entry.pid(), inner);
      return Optional.of(
          new SandboxProcess(
              inner,
              entry.pid(),
              innerPids.getOrDefault(entry.parent(), 0),
              uid,
              entry.state(),
              command(directory, name),
              entry.ticks() * NANOS_PER_TICK,
              entry.residentBytes(),
              startedAt(entry)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<String> command(Path directory, String name) throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve("cmdline"));
    if (bytes.length == 0) {
      return List.of("[" + name + "]");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return List.of(
        (text.endsWith("\0") ? text.substring(0, text.length() - 1) : text).split("\0", -1));
  }

  private static Instant startedAt(Entry entry) throws IOException {
    String uptime = Files.readString(PROC.resolve("uptime")).split(" ")[0];
    long upMillis = (long) (Double.parseDouble(uptime) * 1_000);
    return Instant.now()
        .minus(Duration.ofMillis(upMillis - entry.start() * 1_000 / TICKS))
        .truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
  }
}
