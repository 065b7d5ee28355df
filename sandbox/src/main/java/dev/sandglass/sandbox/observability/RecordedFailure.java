package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.scrubber.Redactor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A failure as a span shows it: its kind always, its texts without secrets. */
record RecordedFailure(Throwable failure) {
  private static final int MAX_STACK_TRACE = 16 * 1024;

  /** Somebody gave up waiting, or closed what was waited for; nothing broke. */
  boolean isCancellation() {
    return failure instanceof SandboxException.Interrupted;
  }

  /** The value of {@code error.type}. */
  String type() {
    return failure instanceof SandboxException
        ? failure.getClass().getSimpleName()
        : failure.getClass().getName();
  }

  /** Makes the span's status an error, with an event that tells which. */
  void record(Span span) {
    span.setAttribute(SpanAttribute.ERROR_TYPE.text(), type());
    if (!span.isRecording()) {
      return; // texts cost something
    }
    Redactor redactor = new Redactor();
    String message = redactor.redact(String.valueOf(failure.getMessage()));
    span.setStatus(StatusCode.ERROR, message);
    span.addEvent(
        SpanEvent.EXCEPTION.eventName(),
        Attributes.of(
            SpanAttribute.EXCEPTION_TYPE.text(),
            failure.getClass().getName(),
            SpanAttribute.EXCEPTION_MESSAGE.text(),
            message,
            SpanAttribute.EXCEPTION_STACKTRACE.text(),
            redactor.redact(stackTrace())));
  }

  private String stackTrace() {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.getBuffer().substring(0, Math.min(MAX_STACK_TRACE, text.getBuffer().length()));
  }
}
