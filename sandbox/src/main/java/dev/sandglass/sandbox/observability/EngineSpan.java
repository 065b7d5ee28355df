package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.http.ServerTiming;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * The engine's part in a request, by the semantic conventions of HTTP servers. The engine only says
 * how long it worked; this side makes the span, so that it goes where the others go, by the
 * settings of the command that it was done for, and the engine need know neither a backend nor its
 * keys.
 *
 * @param target what was asked for
 * @param shared what the request and its span have in common
 * @param parent context of the request
 * @param began when the request began
 * @param start the same by {@link System#nanoTime}
 */
record EngineSpan(
    Tracer tracer, URI target, Attributes shared, Context parent, Instant began, long start) {
  private static final int FIRST_SERVER_ERROR = 500;

  /** Makes the span of an answer that has just come. */
  void record(ServerTiming said, int status) {
    Duration whole = Duration.ofNanos(System.nanoTime() - start);
    Duration worked = said.duration().compareTo(whole) > 0 ? whole : said.duration();
    // Clocks of other machines are not to be trusted; both ways are taken to be equally long.
    Instant from = began.plus(whole.minus(worked).dividedBy(2));
    AttributesBuilder attributes = Attributes.builder();
    copy(SpanAttribute.HTTP_METHOD.text(), attributes);
    copy(SpanAttribute.SERVER_ADDRESS.text(), attributes);
    copy(SpanAttribute.SERVER_PORT.number(), attributes);
    String route = shared.get(SpanAttribute.URL_TEMPLATE.text());
    String method = String.valueOf(shared.get(SpanAttribute.HTTP_METHOD.text()));
    if (route != null) {
      attributes.put(SpanAttribute.HTTP_ROUTE.text(), route);
    }
    attributes.put(SpanAttribute.HTTP_STATUS.number(), (long) status);
    attributes.put(SpanAttribute.URL_SCHEME.text(), target.getScheme());
    attributes.put(SpanAttribute.URL_PATH.text(), ShownUrl.pathOf(target));
    Span span =
        tracer
            .spanBuilder(route == null ? method : method + " " + route)
            .setParent(parent)
            .setSpanKind(SpanType.SERVED.kind())
            .setStartTimestamp(from)
            .setAllAttributes(attributes.build())
            .startSpan();
    if (status >= FIRST_SERVER_ERROR) {
      span.setAttribute(SpanAttribute.ERROR_TYPE.text(), Integer.toString(status));
      span.setStatus(StatusCode.ERROR);
    }
    span.end(from.plus(worked));
  }

  private <T> void copy(AttributeKey<T> key, AttributesBuilder into) {
    T value = shared.get(key);
    if (value != null) {
      into.put(key, value);
    }
  }
}
