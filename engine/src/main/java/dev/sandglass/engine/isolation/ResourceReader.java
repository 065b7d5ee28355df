package dev.sandglass.engine.isolation;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads what one running sandbox uses. Thread-safe. */
final class ResourceReader {
  private static final String LOOPBACK = "lo";

  private final LinuxIsolation isolation;
  private final LinuxHolder holder;
  private final GroupAccounts groups;
  private final Supplier<Collection<ProcessTable.Entry>> members;
  private final ProcessAccounts processes = new ProcessAccounts();

  ResourceReader(
      LinuxIsolation isolation,
      LinuxHolder holder,
      GroupAccounts groups,
      Supplier<Collection<ProcessTable.Entry>> members) {
    this.isolation = isolation;
    this.holder = holder;
    this.groups = groups;
    this.members = members;
  }

  ResourceReading read() {
    OptionalLong cpu = groups.cpuNanos();
    OptionalLong memory = groups.memoryBytes();
    OptionalLong count = groups.processes();
    boolean accounted = cpu.isPresent() && memory.isPresent() && count.isPresent();
    Collection<ProcessTable.Entry> table = accounted ? List.of() : members.get();
    long resident = table.stream().mapToLong(ProcessTable.Entry::residentBytes).sum();
    Traffic traffic = traffic(holder.pid());
    return new ResourceReading(
        cpu.orElseGet(() -> processes.look(table)),
        groups.throttledNanos().orElse(0),
        memory.orElse(resident),
        count.orElse(table.size()),
        traffic.received(),
        traffic.transmitted(),
        accounted);
  }

  private record Traffic(long received, long transmitted) {}

  /** Sums up {@code /proc/PID/net/dev}, which shows the network namespace of that process. */
  private static Traffic traffic(long pid) {
    long received = 0;
    long transmitted = 0;
    try {
      Path file = Path.of("/proc/" + pid + "/net/dev");
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        int colon = line.indexOf(':');
        if (colon > 0 && !line.substring(0, colon).strip().equals(LOOPBACK)) {
          String[] counts = line.substring(colon + 1).strip().split(" +");
          received += Long.parseLong(counts[0]);
          transmitted += Long.parseLong(counts[8]);
        }
      }
    } catch (IOException e) {
      // It is just ending.
      return new Traffic(0, 0);
    }
    return new Traffic(received, transmitted);
  }

  DiskReading disk(ResourceLimits limits) {
    Path box = isolation.box(holder.id());
    if (holder.enforcement().disk() == Enforcement.Level.ENFORCED) {
      // A file system of its own, mounted where only the holder sees it.
      var disk = new File("/proc/" + holder.pid() + "/root" + box.resolve("disk"));
      long total = disk.getTotalSpace();
      if (total > 0) {
        long free = disk.getFreeSpace();
        return new DiskReading(total - free, disk.getUsableSpace(), total);
      }
    }
    long used = isolation.diskUsage(box.resolve("upper")).orElse(0);
    long free = box.toFile().getUsableSpace();
    long allowed = limits.diskBytes().orElse(Long.MAX_VALUE);
    long available = Math.max(0, Math.min(free, allowed - used));
    return new DiskReading(used, available, used + available);
  }
}
