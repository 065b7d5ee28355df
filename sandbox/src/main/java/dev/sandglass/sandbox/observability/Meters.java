package dev.sandglass.sandbox.observability;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;

/** The instruments of one client. */
record Meters(
    DoubleHistogram operationDuration,
    DoubleHistogram requestDuration,
    LongCounter bytesRead,
    LongCounter bytesWritten,
    LongUpDownCounter tasksActive,
    LongCounter tasksCompleted,
    LongCounter tasksFailed,
    LongCounter tasksCancelled) {

  static Meters of(Meter meter) {
    return new Meters(
        histogram(meter, Metric.OPERATION_DURATION),
        histogram(meter, Metric.REQUEST_DURATION),
        counter(meter, Metric.BYTES_READ),
        counter(meter, Metric.BYTES_WRITTEN),
        meter
            .upDownCounterBuilder(Metric.TASKS_ACTIVE.metricName())
            .setUnit(Metric.TASKS_ACTIVE.unit())
            .setDescription(Metric.TASKS_ACTIVE.description())
            .build(),
        counter(meter, Metric.TASKS_COMPLETED),
        counter(meter, Metric.TASKS_FAILED),
        counter(meter, Metric.TASKS_CANCELLED));
  }

  private static DoubleHistogram histogram(Meter meter, Metric metric) {
    return meter
        .histogramBuilder(metric.metricName())
        .setUnit(metric.unit())
        .setDescription(metric.description())
        .setExplicitBucketBoundariesAdvice(Metric.DURATION_BUCKETS)
        .build();
  }

  private static LongCounter counter(Meter meter, Metric metric) {
    return meter
        .counterBuilder(metric.metricName())
        .setUnit(metric.unit())
        .setDescription(metric.description())
        .build();
  }
}
