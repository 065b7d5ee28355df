package dev.sandglass.cli.otel;

import dev.sandglass.cli.logging.LogTap;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Turns what {@code sand} logs into OTLP log records.
 *
 * @param command the context of the command, for records of threads that have none of their own
 */
record LogRecords(LoggerProvider loggers, Context command) implements LogTap.Reader {
  @Override
  public void read(
      Level level, String logger, String message, Optional<Throwable> thrown, String trace) {
    Context current = Context.current();
    LogRecordBuilder entry =
        loggers
            .get(logger)
            .logRecordBuilder()
            .setContext(Span.fromContextOrNull(current) == null ? command : current)
            .setSeverity(severity(level))
            .setSeverityText(level.getName())
            .setBody(message);
    thrown.ifPresent(
        failure ->
            entry
                .setAttribute(RootSpan.EXCEPTION_TYPE, failure.getClass().getName())
                .setAttribute(RootSpan.EXCEPTION_STACKTRACE, trace));
    entry.emit();
  }

  private static Severity severity(Level level) {
    return switch (level) {
      case ERROR -> Severity.ERROR;
      case WARNING -> Severity.WARN;
      case INFO -> Severity.INFO;
      case DEBUG -> Severity.DEBUG;
      default -> Severity.TRACE;
    };
  }
}
