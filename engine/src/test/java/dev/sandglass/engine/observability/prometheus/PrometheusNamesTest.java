package dev.sandglass.engine.observability.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.Sum;
import org.junit.jupiter.api.Test;

class PrometheusNamesTest {
  private static String gauge(String name, String unit) {
    return PrometheusNames.metric(
        Metric.newBuilder()
            .setName(name)
            .setUnit(unit)
            .setGauge(Gauge.getDefaultInstance())
            .build());
  }

  private static String counter(String name, String unit) {
    return PrometheusNames.metric(
        Metric.newBuilder()
            .setName(name)
            .setUnit(unit)
            .setSum(Sum.newBuilder().setIsMonotonic(true))
            .build());
  }

  /** Examples of the translators' own documentation, and of each kind that is ours. */
  @Test
  void namesAreThoseThatTranslatorsMake() {
    assertThat(gauge("system.filesystem.usage", "By")).isEqualTo("system_filesystem_usage_bytes");
    assertThat(gauge("system.network.dropped", "{packets}")).isEqualTo("system_network_dropped");
    assertThat(gauge("system.network.dropped", "packets"))
        .isEqualTo("system_network_dropped_packets");
    assertThat(gauge("system.memory.utilization", "1"))
        .isEqualTo("system_memory_utilization_ratio");
    assertThat(counter("system.disk.io", "By")).isEqualTo("system_disk_io_bytes_total");
    assertThat(gauge("storage.filesystem.utilization", "%"))
        .isEqualTo("storage_filesystem_utilization_percent");
    assertThat(gauge("sandglass.sandbox.total_ram", "GiB"))
        .isEqualTo("sandglass_sandbox_total_ram_GiB");
    assertThat(PrometheusNames.label("network.io.direction")).isEqualTo("network_io_direction");
  }
}
