package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.ObservedOperation;
import dev.sandglass.sandbox.OperationObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;

/** Makes a span of every operation, below the one that is current where it begins. */
record OperationSpans(Tracer tracer, TextMapPropagator propagator, Meters meters, UnderWay underWay)
    implements OperationObserver {
  @Override
  public Observation started(ObservedOperation operation) {
    Context parent = Context.current();
    var builder =
        tracer
            .spanBuilder(operation.operation().operationName())
            .setParent(parent)
            .setSpanKind(SpanType.OPERATION.kind())
            .setAttribute(SpanAttribute.SANDBOX_PROVIDER.text(), operation.provider());
    operation
        .sandboxId()
        .ifPresent(id -> builder.setAttribute(SpanAttribute.SANDBOX_ID.text(), id));
    Span span = builder.startSpan();
    OperationSpan begun = new OperationSpan(this, operation, span, parent.with(span));
    underWay.began(begun);
    return begun;
  }
}
