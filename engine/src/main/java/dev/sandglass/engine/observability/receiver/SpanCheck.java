package dev.sandglass.engine.observability.receiver;

import com.google.protobuf.ByteString;
import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.SignalOrigin;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;

/** Leaves out spans that have no valid ids: nobody could find them, and no backend takes them. */
final class SpanCheck {
  static final int TRACE_ID_BYTES = 16;
  static final int SPAN_ID_BYTES = 8;

  private SpanCheck() {}

  static SignalKind.Taken check(SignalOrigin origin, List<ResourceSpans> content) {
    int all = new SignalBatch.Spans(origin, content).records();
    SignalBatch.Spans valid =
        new SignalBatch.Spans(origin, content.stream().map(SpanCheck::valid).toList());
    int rejected = all - valid.records();
    return rejected == 0
        ? SignalKind.Taken.all(new SignalBatch.Spans(origin, content))
        : new SignalKind.Taken(valid, rejected, "spans without valid traceId and spanId");
  }

  private static ResourceSpans valid(ResourceSpans resource) {
    ResourceSpans.Builder valid = resource.toBuilder().clearScopeSpans();
    for (ScopeSpans scope : resource.getScopeSpansList()) {
      valid.addScopeSpans(
          scope.toBuilder()
              .clearSpans()
              .addAllSpans(scope.getSpansList().stream().filter(SpanCheck::valid).toList()));
    }
    return valid.build();
  }

  private static boolean valid(Span span) {
    ByteString parent = span.getParentSpanId();
    return id(span.getTraceId(), TRACE_ID_BYTES)
        && id(span.getSpanId(), SPAN_ID_BYTES)
        && (parent.isEmpty() || parent.size() == SPAN_ID_BYTES);
  }

  /** Whether these bytes are an id: all zeros are none. */
  static boolean id(ByteString bytes, int length) {
    if (bytes.size() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes.byteAt(i) != 0) {
        return true;
      }
    }
    return false;
  }
}
