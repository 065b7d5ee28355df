package dev.sandglass.sandbox.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The real SDK, exporting to memory. */
final class InMemoryTelemetry implements AutoCloseable {
  private static final Set<String> OURS = Set.of(Recording.SCOPE, SpanType.ENGINE_SCOPE);

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk;

  InMemoryTelemetry() {
    this(Sampler.parentBased(Sampler.alwaysOn()));
  }

  InMemoryTelemetry(Sampler sampler) {
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .setSampler(sampler)
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .setPropagators(
                ContextPropagators.create(
                    TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(),
                        W3CBaggagePropagator.getInstance())))
            .build();
  }

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  /** All spans that have ended, in that order; none with an attribute that no table has. */
  List<SpanData> spans() {
    List<SpanData> ended = spans.getFinishedSpanItems();
    ended.stream()
        .filter(span -> OURS.contains(span.getInstrumentationScopeInfo().getName()))
        .forEach(DeclaredNames::check);
    return ended;
  }

  /** The only span of this name. */
  SpanData span(String name) {
    List<SpanData> named = spans(name);
    assertThat(named).as("spans named %s of %s", name, names()).hasSize(1);
    return named.get(0);
  }

  List<SpanData> spans(String name) {
    return spans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  List<String> names() {
    return spans().stream().map(SpanData::getName).toList();
  }

  Optional<MetricData> metric(Metric metric) {
    List<MetricData> all = List.copyOf(metrics.collectAllMetrics());
    all.forEach(DeclaredNames::check);
    return all.stream().filter(data -> data.getName().equals(metric.metricName())).findFirst();
  }

  @Override
  public void close() {
    sdk.close();
  }
}
