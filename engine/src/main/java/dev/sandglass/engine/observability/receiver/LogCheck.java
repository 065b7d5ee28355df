package dev.sandglass.engine.observability.receiver;

import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.SignalOrigin;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.List;

/** Leaves out log records whose ids of trace and span are of a length that no id has. */
final class LogCheck {
  private LogCheck() {}

  static SignalKind.Taken check(SignalOrigin origin, List<ResourceLogs> content) {
    var all = new SignalBatch.Logs(origin, content);
    boolean sound =
        content.stream()
            .flatMap(resource -> resource.getScopeLogsList().stream())
            .flatMap(scope -> scope.getLogRecordsList().stream())
            .allMatch(LogCheck::valid);
    if (sound) {
      return SignalKind.Taken.all(all);
    }
    var valid = new SignalBatch.Logs(origin, content.stream().map(LogCheck::valid).toList());
    int rejected = all.records() - valid.records();
    return new SignalKind.Taken(valid, rejected, "log records with malformed traceId or spanId");
  }

  private static ResourceLogs valid(ResourceLogs resource) {
    ResourceLogs.Builder valid = resource.toBuilder().clearScopeLogs();
    for (ScopeLogs scope : resource.getScopeLogsList()) {
      valid.addScopeLogs(
          scope.toBuilder()
              .clearLogRecords()
              .addAllLogRecords(
                  scope.getLogRecordsList().stream().filter(LogCheck::valid).toList()));
    }
    return valid.build();
  }

  private static boolean valid(LogRecord log) {
    int trace = log.getTraceId().size();
    int span = log.getSpanId().size();
    return (trace == 0 || trace == SpanCheck.TRACE_ID_BYTES)
        && (span == 0 || span == SpanCheck.SPAN_ID_BYTES);
  }
}
