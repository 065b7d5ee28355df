package dev.sandglass.engine.observability.receiver;

import dev.sandglass.engine.observability.SignalBatch;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.List;

/**
 * Leaves out metrics with names of the engine's own: what a sandbox uses is measured from outside,
 * and no program in it has a say in that.
 */
final class MetricCheck {
  private final String reserved;

  /**
   * Makes the check.
   *
   * @param reserved how the names of the engine's own metrics begin
   */
  MetricCheck(String reserved) {
    this.reserved = reserved;
  }

  SignalKind.Taken check(SignalKind.Taken taken) {
    if (!(taken.batch() instanceof SignalBatch.Metrics all)
        || all.content().stream().allMatch(this::free)) {
      return taken;
    }
    var free =
        new SignalBatch.Metrics(all.origin(), all.content().stream().map(this::without).toList());
    int rejected = all.records() - free.records();
    return new SignalKind.Taken(
        free, rejected, "names that begin with " + reserved + " are the engine's own");
  }

  private boolean free(ResourceMetrics resource) {
    return resource.getScopeMetricsList().stream()
        .flatMap(scope -> scope.getMetricsList().stream())
        .allMatch(this::free);
  }

  private boolean free(Metric metric) {
    return !metric.getName().startsWith(reserved);
  }

  private ResourceMetrics without(ResourceMetrics resource) {
    ResourceMetrics.Builder rest = resource.toBuilder().clearScopeMetrics();
    for (ScopeMetrics scope : resource.getScopeMetricsList()) {
      List<Metric> metrics = scope.getMetricsList().stream().filter(this::free).toList();
      rest.addScopeMetrics(scope.toBuilder().clearMetrics().addAllMetrics(metrics));
    }
    return rest.build();
  }
}
