package dev.sandglass.cli.otel;

import dev.sandglass.cli.Environment;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.logging.LogTap;
import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.observability.SpanEvent;
import dev.sandglass.sandbox.observability.UnderWay;
import dev.sandglass.scrubber.Redactor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One run of a command as a span, the root of all that it does. */
final class TracedInvocation implements Invocation {
  private static final String SCOPE = "dev.sandglass.cli";

  private final Sdk sdk;
  private final OtlpSettings settings;
  private final Duration patience;
  private final Consumer<String> warnings;
  private final Span span;
  private final Scope scope;
  private final LogRecords logs;
  private final UnderWay underWay = new UnderWay();
  private final Thread hook;
  private boolean failed;
  private boolean ended;

  private TracedInvocation(
      Sdk sdk,
      OtlpSettings settings,
      String command,
      Duration patience,
      Consumer<String> warnings) {
    this.sdk = sdk;
    this.settings = settings;
    this.patience = patience;
    this.warnings = warnings;
    Context caller = caller(sdk, settings.environment());
    this.span =
        sdk.openTelemetry()
            .getTracer(SCOPE)
            .spanBuilder(RootSpan.name(command))
            .setParent(caller)
            .setSpanKind(SpanKind.INTERNAL)
            .startSpan();
    Context context = caller.with(span);
    this.scope = context.makeCurrent();
    this.logs = new LogRecords(sdk.openTelemetry().getLogsBridge(), context);
    // Ctrl-C ends the process; a run that ends by itself is halted and never gets here.
    this.hook = new Thread(this::interrupted, "sand-otel-flush");
  }

  /** Begins. The span is the current one of this thread until the end. */
  static TracedInvocation start(
      SdkStart start, String command, Duration patience, Consumer<String> warnings) {
    Sdk sdk = start.await();
    OtlpSettings settings = start.settings();
    TracedInvocation invocation = new TracedInvocation(sdk, settings, command, patience, warnings);
    if (settings.isExported(Signal.LOGS)) {
      LogTap.open(invocation.logs);
    }
    Runtime.getRuntime().addShutdownHook(invocation.hook);
    return invocation;
  }

  /** What called {@code sand} may be a part of a trace: a job of a CI system, another program. */
  private static Context caller(Sdk sdk, Environment environment) {
    return sdk.openTelemetry()
        .getPropagators()
        .getTextMapPropagator()
        .extract(Context.root(), environment.variables(), new EnvironmentCarrier());
  }

  @Override
  public ClientOptions observe(ClientOptions options) {
    // What the client has recorded is sent with the rest, at the end.
    return options.withOpenTelemetry(sdk.openTelemetry(), Duration.ZERO, underWay);
  }

  @Override
  public synchronized void failed(Throwable failure, ErrorKind kind) {
    if (failed || ended) {
      return;
    }
    failed = true;
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    Redactor redactor = new Redactor();
    String message = redactor.redact(String.valueOf(failure.getMessage()));
    span.addEvent(
        SpanEvent.EXCEPTION.eventName(),
        Attributes.builder()
            .put(RootSpan.EXCEPTION_TYPE, failure.getClass().getName())
            .put(RootSpan.EXCEPTION_MESSAGE, message)
            .put(RootSpan.EXCEPTION_STACKTRACE, redactor.redact(shortened(trace.toString())))
            .build());
    span.setAttribute(RootSpan.ERROR_TYPE, kind.text());
    span.setStatus(StatusCode.ERROR, message);
  }

  private static String shortened(String trace) {
    return trace.substring(0, Math.min(RootSpan.MAX_STACK_TRACE, trace.length()));
  }

  @Override
  public synchronized void end(int exitCode) {
    if (ended) {
      return;
    }
    span.setAttribute(RootSpan.EXIT_CODE, (long) exitCode);
    if (exitCode != 0) {
      failed(RootSpan.errorType(exitCode));
    }
    finish();
  }

  /**
   * A signal ends the process in the middle of something; which one, and so the exit code, is not
   * known here.
   */
  private synchronized void interrupted() {
    if (!ended) {
      underWay.cancel();
      failed(RootSpan.INTERRUPTED);
      finish();
    }
  }

  private void failed(String errorType) {
    if (!failed) {
      span.setAttribute(RootSpan.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR);
    }
  }

  private void finish() {
    ended = true;
    span.end();
    LogTap.close(logs);
    if (Thread.currentThread() != hook) {
      scope.close();
    }
    boolean inTime = sdk.flush(patience);
    removeHook();
    String losses = losses();
    if (!losses.isEmpty()) {
      warnings.accept("OpenTelemetry: " + losses + "; 'sand otel test' says more");
    } else if (!inTime) {
      warnings.accept(
          "OpenTelemetry: not everything was delivered within "
              + patience.toMillis()
              + "ms; 'sand otel test' says more");
    }
  }

  private String losses() {
    Map<Signal, Outcome> losses = sdk.deliveries().losses();
    String signals = losses.keySet().stream().map(Signal::text).collect(Collectors.joining(", "));
    return losses.values().stream()
        .findFirst()
        .map(outcome -> signals + " not delivered: " + outcome.what())
        .orElse("");
  }

  private void removeHook() {
    if (Thread.currentThread() == hook) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending just now: the hook runs, and finds nothing left to do.
      return;
    }
  }
}
