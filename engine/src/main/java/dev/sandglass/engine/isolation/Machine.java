package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a sandbox without limits could have.
 *
 * @param cpuMillis processors, in thousandths
 * @param memoryBytes memory, in bytes
 */
public record Machine(long cpuMillis, long memoryBytes) {
  /** This machine. */
  public static Machine current() {
    return new Machine(Runtime.getRuntime().availableProcessors() * 1_000L, memory());
  }

  private static long memory() {
    try {
      return Files.readAllLines(Path.of("/proc/meminfo")).stream()
          .filter(line -> line.startsWith("MemTotal:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
