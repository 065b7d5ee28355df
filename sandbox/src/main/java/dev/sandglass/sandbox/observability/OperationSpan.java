package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.ObservedOperation;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationFact;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.OperationObserver.Scope;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The span of one operation. */
final class OperationSpan implements Observation, UnderWay.Open {
  private static final String OK = "ok";
  private static final String FAILED = "failed";
  private static final String CANCELLED = UnderWay.CANCELLED;

  private final OperationSpans spans;
  private final ObservedOperation operation;
  private final Span span;
  private final Context context;
  private final long start = System.nanoTime();
  private volatile @Nullable Span background;

  OperationSpan(OperationSpans spans, ObservedOperation operation, Span span, Context context) {
    this.spans = spans;
    this.operation = operation;
    this.span = span;
    this.context = context;
  }

  @Override
  public Scope enter() {
    return context.makeCurrent()::close;
  }

  @Override
  public Map<String, String> environment() {
    return TraceEnvironment.of(
        spans.propagator(),
        operation.operation() == Operation.PROCESS_START && span.getSpanContext().isSampled()
            ? ownTrace()
            : context);
  }

  /**
   * A command that outlives its starter gets a trace of its own, or that of the starter would never
   * be complete. Where nothing is sampled there is nothing to link.
   */
  private Context ownTrace() {
    var builder =
        spans
            .tracer()
            .spanBuilder(SpanType.BACKGROUND_NAME)
            .setNoParent()
            .setSpanKind(SpanType.BACKGROUND.kind())
            .setAttribute(SpanAttribute.SANDBOX_PROVIDER.text(), operation.provider())
            .addLink(span.getSpanContext());
    operation
        .sandboxId()
        .ifPresent(id -> builder.setAttribute(SpanAttribute.SANDBOX_ID.text(), id));
    Span root = builder.startSpan();
    span.addLink(root.getSpanContext());
    background = root;
    return context.with(root);
  }

  @Override
  public void happened(OperationFact fact) {
    if (fact instanceof OperationFact.SandboxKnown known) {
      span.setAttribute(SpanAttribute.SANDBOX_ID.text(), known.id());
    } else if (fact instanceof OperationFact.StateAwaited awaited) {
      span.addEvent(
          SpanEvent.WAIT_BEGAN.eventName(),
          Attributes.of(
              SpanAttribute.STATES_AWAITED.texts(),
              List.copyOf(awaited.states().stream().sorted().toList())));
    } else if (fact instanceof OperationFact.StateReached reached) {
      span.addEvent(
          SpanEvent.STATE_REACHED.eventName(),
          Attributes.of(SpanAttribute.STATE.text(), reached.state()));
    } else if (fact instanceof OperationFact.Exited exited) {
      span.setAttribute(SpanAttribute.EXIT_CODE.number(), (long) exited.exit().exitCode());
      span.setAttribute(SpanAttribute.TIMED_OUT.flag(), exited.exit().timedOut());
    } else if (fact instanceof OperationFact.BytesRead read) {
      span.setAttribute(SpanAttribute.BYTES_READ.number(), read.count());
      spans.meters().bytesRead().add(read.count(), measured().build(), context);
    } else if (fact instanceof OperationFact.BytesWritten written) {
      span.setAttribute(SpanAttribute.BYTES_WRITTEN.number(), written.count());
      spans.meters().bytesWritten().add(written.count(), measured().build(), context);
    } else if (fact instanceof OperationFact.FilesCounted files) {
      span.setAttribute(SpanAttribute.FILE_COUNT.number(), files.count());
    }
  }

  @Override
  public void finished(Optional<? extends Throwable> failure) {
    if (!spans.underWay().ended(this)) {
      return;
    }
    var attributes = measured();
    String outcome = OK;
    if (failure.isPresent()) {
      var recorded = new RecordedFailure(failure.get());
      outcome = recorded.isCancellation() ? CANCELLED : FAILED;
      if (!recorded.isCancellation()) {
        recorded.record(span);
        attributes.put(SpanAttribute.ERROR_TYPE.text(), recorded.type());
      }
    }
    end(attributes, outcome);
  }

  @Override
  public void cancel() {
    if (spans.underWay().ended(this)) {
      span.setAttribute(SpanAttribute.ERROR_TYPE.text(), CANCELLED);
      span.setStatus(StatusCode.ERROR);
      end(measured().put(SpanAttribute.ERROR_TYPE.text(), CANCELLED), CANCELLED);
    }
  }

  private void end(AttributesBuilder attributes, String outcome) {
    attributes.put(SpanAttribute.OUTCOME.text(), outcome);
    span.setAttribute(SpanAttribute.OUTCOME.text(), outcome);
    spans
        .meters()
        .operationDuration()
        .record((System.nanoTime() - start) / 1e9, attributes.build(), context);
    endBackground(!outcome.equals(OK));
    span.end();
  }

  private void endBackground(boolean failed) {
    Span root = background;
    if (root != null) {
      if (failed) {
        root.setStatus(StatusCode.ERROR);
      }
      root.end();
    }
  }

  private AttributesBuilder measured() {
    return Attributes.builder()
        .put(SpanAttribute.OPERATION.text(), operation.operation().operationName())
        .put(SpanAttribute.SANDBOX_PROVIDER.text(), operation.provider());
  }
}
