package dev.sandglass.engine.observability.sampling;

/** Every metric of a sandbox: the one table of names and units. The prefix comes before them. */
public enum SandboxMetric {
  CPU_UTILIZATION("sandbox.cpu.utilization", "%", "Processor time used, of what the limit allows"),
  CPU_LIMIT("sandbox.cpu.limit", "{cpu}", "Processors it may use: its limit, or the machine's"),
  CPU_THROTTLED(
      "sandbox.cpu.throttled",
      "s",
      "Time for which the limit kept its processes from running, since it was started"),
  MEMORY_UTILIZATION("sandbox.memory.utilization", "%", "Memory in use, of its limit"),
  MEMORY_USAGE(
      "sandbox.memory.usage", "By", "Memory in use, without files that the kernel would give up"),
  MEMORY_LIMIT("sandbox.memory.limit", "By", "Memory it may use: its limit, or the machine's"),
  FILESYSTEM_UTILIZATION(
      "sandbox.filesystem.utilization", "%", "Disk in use, of all it could have"),
  FILESYSTEM_USAGE("sandbox.filesystem.usage", "By", "Disk that its own files take"),
  FILESYSTEM_AVAILABLE("sandbox.filesystem.available", "By", "Disk that it can still write"),
  FILESYSTEM_TOTAL("sandbox.filesystem.total", "By", "Disk it could have: used and available"),
  PROCESSES("sandbox.processes", "{process}", "Processes and threads"),
  NETWORK_IO(
      "sandbox.network.io",
      "By",
      "Bytes in and out by its network (network.io.direction), since it was started");

  private final String metricName;
  private final String unit;
  private final String description;

  SandboxMetric(String metricName, String unit, String description) {
    this.metricName = metricName;
    this.unit = unit;
    this.description = description;
  }

  /** The name without a prefix. */
  public String metricName() {
    return metricName;
  }

  /** The unit, as UCUM writes it. */
  public String unit() {
    return unit;
  }

  /** What it says. */
  public String description() {
    return description;
  }
}
