package dev.sandglass.engine.observability.sampling;

import dev.sandglass.engine.Version;
import dev.sandglass.engine.isolation.DiskReading;
import dev.sandglass.engine.observability.ResourceStamp;
import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.SignalOrigin;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Samples as OTLP metrics. */
final class MetricBatches {
  private static final String SCOPE = "dev.sandglass.engine";
  private static final double NANOS = 1e9;

  /** On what was added up from processes, because there are no control groups. */
  private static final KeyValue FROM_PROCESSES =
      ResourceStamp.text("sandbox.metrics.source", "proc");

  private final String prefix;

  MetricBatches(String prefix) {
    this.prefix = prefix;
  }

  /** The metrics of a sandbox. */
  SignalBatch of(String sandbox, Sample sample) {
    List<KeyValue> source = sample.reading().accounted() ? List.of() : List.of(FROM_PROCESSES);
    List<Metric> metrics = new ArrayList<>();
    metrics.add(gauge(SandboxMetric.CPU_UTILIZATION, sample.at(), sample.cpuUtilization(), source));
    metrics.add(gauge(SandboxMetric.CPU_LIMIT, sample.at(), sample.cpuLimit(), List.of()));
    metrics.add(
        gauge(SandboxMetric.MEMORY_UTILIZATION, sample.at(), sample.memoryUtilization(), source));
    metrics.add(
        gauge(SandboxMetric.MEMORY_USAGE, sample.at(), sample.reading().memoryBytes(), source));
    metrics.add(gauge(SandboxMetric.MEMORY_LIMIT, sample.at(), sample.memoryLimit(), List.of()));
    metrics.add(gauge(SandboxMetric.PROCESSES, sample.at(), sample.reading().processes(), source));
    metrics.add(
        sum(
            SandboxMetric.CPU_THROTTLED,
            point(sample, sample.reading().throttledNanos() / NANOS, List.of())));
    metrics.add(
        sum(
            SandboxMetric.NETWORK_IO,
            point(sample, sample.reading().receivedBytes(), direction("receive")),
            point(sample, sample.reading().transmittedBytes(), direction("transmit"))));
    sample.disk().ifPresent(disk -> addDisk(metrics, sample.at(), disk));
    return batch(SignalOrigin.sandbox(sandbox), metrics);
  }

  private static List<KeyValue> direction(String direction) {
    return List.of(ResourceStamp.text("network.io.direction", direction));
  }

  private void addDisk(List<Metric> metrics, Instant at, DiskReading disk) {
    double used = Sample.percent(disk.usedBytes(), disk.totalBytes());
    metrics.add(gauge(SandboxMetric.FILESYSTEM_UTILIZATION, at, used, List.of()));
    metrics.add(gauge(SandboxMetric.FILESYSTEM_USAGE, at, disk.usedBytes(), List.of()));
    metrics.add(gauge(SandboxMetric.FILESYSTEM_AVAILABLE, at, disk.availableBytes(), List.of()));
    metrics.add(gauge(SandboxMetric.FILESYSTEM_TOTAL, at, disk.totalBytes(), List.of()));
  }

  /** The metrics of all sandboxes together. */
  SignalBatch ofOrganization(Instant at, String region, Map<OrganizationMetric, Double> values) {
    List<KeyValue> attributes = List.of(ResourceStamp.text("region.id", region));
    List<Metric> metrics = new ArrayList<>();
    values.forEach(
        (metric, value) ->
            metrics.add(
                Metric.newBuilder()
                    .setName(prefix + metric.metricName())
                    .setUnit(metric.unit())
                    .setDescription(metric.description())
                    .setGauge(
                        Gauge.newBuilder()
                            .addDataPoints(
                                NumberDataPoint.newBuilder()
                                    .setTimeUnixNano(nanos(at))
                                    .setAsDouble(value)
                                    .addAllAttributes(attributes)))
                    .build()));
    return batch(SignalOrigin.ORGANIZATION, metrics);
  }

  private Metric gauge(SandboxMetric metric, Instant at, double value, List<KeyValue> attributes) {
    return named(metric)
        .setGauge(
            Gauge.newBuilder().addDataPoints(number(value, nanos(at)).addAllAttributes(attributes)))
        .build();
  }

  private Metric sum(SandboxMetric metric, NumberDataPoint... points) {
    return named(metric)
        .setSum(
            Sum.newBuilder()
                .setIsMonotonic(true)
                .setAggregationTemporality(
                    AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                .addAllDataPoints(List.of(points)))
        .build();
  }

  private static NumberDataPoint point(Sample sample, double value, List<KeyValue> attributes) {
    // After a clock was set back they have not begun in the future.
    Instant start = sample.since().isAfter(sample.at()) ? sample.at() : sample.since();
    return number(value, nanos(sample.at()))
        .setStartTimeUnixNano(nanos(start))
        .addAllAttributes(attributes)
        .build();
  }

  /** Whole numbers go as such: a byte is not lost in a fraction. */
  private static NumberDataPoint.Builder number(double value, long nanos) {
    NumberDataPoint.Builder point = NumberDataPoint.newBuilder().setTimeUnixNano(nanos);
    return value == Math.rint(value) && Math.abs(value) > 1_000
        ? point.setAsInt((long) value)
        : point.setAsDouble(value);
  }

  private Metric.Builder named(SandboxMetric metric) {
    return Metric.newBuilder()
        .setName(prefix + metric.metricName())
        .setUnit(metric.unit())
        .setDescription(metric.description());
  }

  private static SignalBatch batch(SignalOrigin origin, List<Metric> metrics) {
    return new SignalBatch.Metrics(
        origin,
        List.of(
            ResourceMetrics.newBuilder()
                .addScopeMetrics(
                    ScopeMetrics.newBuilder()
                        .setScope(
                            InstrumentationScope.newBuilder()
                                .setName(SCOPE)
                                .setVersion(Version.CURRENT))
                        .addAllMetrics(metrics))
                .build()));
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}
