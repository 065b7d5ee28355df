package dev.sandglass.engine.observability.sampling;

/**
 * Every metric of all sandboxes together: the one table of names and units. The prefix comes before
 * them.
 */
enum OrganizationMetric {
  USED_CPU("sandbox.used_cpu", "{cpu}", "Processors that sandboxes take"),
  USED_RAM("sandbox.used_ram", "GiB", "Memory that sandboxes take"),
  USED_STORAGE("sandbox.used_storage", "GiB", "Disk that sandboxes take"),
  TOTAL_CPU("sandbox.total_cpu", "{cpu}", "Processors they may take: the quota, or the machine's"),
  TOTAL_RAM("sandbox.total_ram", "GiB", "Memory they may take: the quota, or the machine's"),
  TOTAL_STORAGE("sandbox.total_storage", "GiB", "Disk they may take: the quota, or the machine's");

  private final String metricName;
  private final String unit;
  private final String description;

  OrganizationMetric(String metricName, String unit, String description) {
    this.metricName = metricName;
    this.unit = unit;
    this.description = description;
  }

  /** The name without a prefix. */
  String metricName() {
    return metricName;
  }

  /** The unit: of memory and disk not UCUM's GiBy, but what dashboards for them expect. */
  String unit() {
    return unit;
  }

  /** What it says. */
  String description() {
    return description;
  }
}
