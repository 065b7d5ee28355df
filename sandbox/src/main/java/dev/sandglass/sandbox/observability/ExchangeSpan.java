package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.http.ExchangeObserver;
import dev.sandglass.sandbox.http.ServerTiming;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.function.BiConsumer;

/** The span of one attempt of a request. */
final class ExchangeSpan implements ExchangeObserver.Observation, UnderWay.Open {
  private static final int FIRST_ERROR = 400;

  private final TextMapPropagator propagator;
  private final Meters meters;
  private final Span span;
  private final Context context;
  private final Attributes shared;
  private final EngineSpan engine;
  private final UnderWay underWay;
  private volatile int status;

  ExchangeSpan(
      TextMapPropagator propagator,
      Meters meters,
      Span span,
      EngineSpan engine,
      UnderWay underWay) {
    this.propagator = propagator;
    this.meters = meters;
    this.span = span;
    this.context = engine.parent();
    this.shared = engine.shared();
    this.engine = engine;
    this.underWay = underWay;
    underWay.began(this);
  }

  @Override
  public void addHeaders(BiConsumer<String, String> headers) {
    propagator.inject(
        context,
        headers,
        (target, name, value) -> {
          if (target != null) {
            target.accept(name, value);
          }
        });
  }

  @Override
  public void answered(int status) {
    this.status = status;
    if (!underWay.ended(this)) {
      return;
    }
    AttributesBuilder measured = shared.toBuilder();
    measured.put(SpanAttribute.HTTP_STATUS.number(), (long) status);
    span.setAttribute(SpanAttribute.HTTP_STATUS.number(), (long) status);
    if (status >= FIRST_ERROR) {
      String type = Integer.toString(status);
      measured.put(SpanAttribute.ERROR_TYPE.text(), type);
      span.setAttribute(SpanAttribute.ERROR_TYPE.text(), type);
      span.setStatus(StatusCode.ERROR);
    }
    end(measured);
  }

  @Override
  public void served(String serverTiming) {
    if (span.getSpanContext().isSampled()) {
      ServerTiming.parse(serverTiming).ifPresent(said -> engine.record(said, status));
    }
  }

  @Override
  public void failed(Throwable failure) {
    if (!underWay.ended(this)) {
      return;
    }
    var recorded = new RecordedFailure(failure);
    recorded.record(span);
    end(shared.toBuilder().put(SpanAttribute.ERROR_TYPE.text(), recorded.type()));
  }

  @Override
  public void cancel() {
    if (underWay.ended(this)) {
      span.setAttribute(SpanAttribute.ERROR_TYPE.text(), UnderWay.CANCELLED);
      span.setStatus(StatusCode.ERROR);
      end(shared.toBuilder().put(SpanAttribute.ERROR_TYPE.text(), UnderWay.CANCELLED));
    }
  }

  private void end(AttributesBuilder measured) {
    meters
        .requestDuration()
        .record((System.nanoTime() - engine.start()) / 1e9, measured.build(), context);
    span.end();
  }
}
