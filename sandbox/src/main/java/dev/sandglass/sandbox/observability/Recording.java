package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.Batch;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.http.ExchangeObserver;
import dev.sandglass.sandbox.local.LocalProvider;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.time.Duration;

/** Spans and metrics of one client, in one instance of OpenTelemetry. */
final class Recording implements Instrumentation {
  /** Name of the instrumentation scope. */
  static final String SCOPE = "dev.sandglass.sandbox";

  private static final String SDK = "io.opentelemetry.sdk.OpenTelemetrySdk";

  private final OpenTelemetry instance;
  private final Duration flushTimeout;
  private final String providerKind;
  private final OperationObserver operations;
  private final ExchangeObserver exchanges;
  private final Meters meters;
  private final UnderWay underWay;

  Recording(OpenTelemetrySource.Given given, String providerKind, OperationObserver others) {
    this.instance = given.instance();
    this.flushTimeout = given.flushTimeout();
    this.underWay = given.underWay();
    this.providerKind = providerKind;
    String version = LocalProvider.version();
    Tracer tracer = instance.getTracer(SCOPE, version);
    TextMapPropagator propagator = instance.getPropagators().getTextMapPropagator();
    this.meters =
        Meters.of(
            instance
                .getMeterProvider()
                .meterBuilder(SCOPE)
                .setInstrumentationVersion(version)
                .build());
    this.operations = new OperationSpans(tracer, propagator, meters, underWay).and(others);
    this.exchanges =
        new ExchangeSpans(
            tracer, instance.getTracer(SpanType.ENGINE_SCOPE), propagator, meters, underWay);
  }

  @Override
  public OperationObserver operations() {
    return operations;
  }

  @Override
  public ExchangeObserver exchanges() {
    return exchanges;
  }

  @Override
  public Batch batch(Operation operation, int size) {
    return new CountedBatch(meters, underWay, operation, providerKind, size);
  }

  @Override
  public void close() {
    if (flushTimeout.compareTo(Duration.ZERO) > 0 && instance.getClass().getName().equals(SDK)) {
      SdkFlush.flush(instance, flushTimeout);
    }
  }
}
