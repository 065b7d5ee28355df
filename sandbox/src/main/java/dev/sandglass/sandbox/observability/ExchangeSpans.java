package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.http.ExchangeObserver;
import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.RouteTemplate;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Makes a span of every attempt of a request, by the semantic conventions of HTTP clients. */
record ExchangeSpans(
    Tracer tracer, Tracer engine, TextMapPropagator propagator, Meters meters, UnderWay underWay)
    implements ExchangeObserver {
  private static final String OTHER = "_OTHER";

  @Override
  public Observation started(Exchange exchange) {
    boolean known = exchange.request().method() != HttpMethod.OTHER;
    RouteTemplate template = exchange.request().template();
    boolean hasTemplate = !template.equals(RouteTemplate.UNKNOWN);
    String name = known ? exchange.method() : "HTTP";
    AttributesBuilder measured =
        Attributes.builder()
            .put(SpanAttribute.HTTP_METHOD.text(), known ? exchange.method() : OTHER)
            .put(SpanAttribute.SERVER_ADDRESS.text(), exchange.target().getHost())
            .put(SpanAttribute.SERVER_PORT.number(), port(exchange.target()));
    if (hasTemplate) {
      measured.put(SpanAttribute.URL_TEMPLATE.text(), template.toString());
    }
    Attributes shared = measured.build();
    Instant began = Instant.now();
    long start = System.nanoTime();
    Context parent = Context.current();
    var builder =
        tracer
            .spanBuilder(hasTemplate ? name + " " + template : name)
            .setParent(parent)
            .setSpanKind(SpanType.REQUEST.kind())
            .setAllAttributes(shared);
    if (!known) {
      builder.setAttribute(SpanAttribute.HTTP_METHOD_ORIGINAL.text(), exchange.method());
    }
    if (exchange.resends() > 0) {
      builder.setAttribute(SpanAttribute.HTTP_RESEND_COUNT.number(), (long) exchange.resends());
    }
    Span span = builder.startSpan();
    if (span.isRecording()) {
      span.setAttribute(SpanAttribute.URL_FULL.text(), ShownUrl.of(exchange.target()));
    }
    var served = new EngineSpan(engine, exchange.target(), shared, parent.with(span), began, start);
    return new ExchangeSpan(propagator, meters, span, served, underWay);
  }

  private static long port(URI target) {
    if (target.getPort() >= 0) {
      return target.getPort();
    }
    return target.getScheme().equals("https") || target.getScheme().equals("wss") ? 443 : 80;
  }

  /** It belongs to whatever the request is made for. */
  @Override
  public void retrying(int resends, Duration wait) {
    Span.current()
        .addEvent(
            SpanEvent.RETRY.eventName(),
            Attributes.of(
                SpanAttribute.HTTP_RESEND_COUNT.number(),
                (long) resends,
                SpanAttribute.RETRY_DELAY.fraction(),
                wait.toNanos() / 1e9));
  }
}
