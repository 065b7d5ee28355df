package dev.sandglass.engine.observability.receiver;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.SignalOrigin;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.Optional;

/** The services of OTLP. */
enum SignalKind {
  TRACES("/v1/traces", "trace.v1.TraceService", "rejectedSpans") {
    @Override
    Descriptor descriptor() {
      return ExportTraceServiceRequest.getDescriptor();
    }

    @Override
    Taken read(SignalOrigin origin, byte[] message) throws InvalidProtocolBufferException {
      var spans = ExportTraceServiceRequest.parseFrom(message).getResourceSpansList();
      return SpanCheck.check(origin, spans);
    }

    @Override
    Message answer(Taken taken) {
      var answer = ExportTraceServiceResponse.newBuilder();
      if (taken.rejected() > 0) {
        answer.setPartialSuccess(
            ExportTracePartialSuccess.newBuilder()
                .setRejectedSpans(taken.rejected())
                .setErrorMessage(taken.reason()));
      }
      return answer.build();
    }
  },
  METRICS("/v1/metrics", "metrics.v1.MetricsService", "rejectedDataPoints") {
    @Override
    Descriptor descriptor() {
      return ExportMetricsServiceRequest.getDescriptor();
    }

    @Override
    Taken read(SignalOrigin origin, byte[] message) throws InvalidProtocolBufferException {
      var metrics = ExportMetricsServiceRequest.parseFrom(message).getResourceMetricsList();
      return Taken.all(new SignalBatch.Metrics(origin, metrics));
    }

    @Override
    Message answer(Taken taken) {
      return ExportMetricsServiceResponse.getDefaultInstance();
    }
  },
  LOGS("/v1/logs", "logs.v1.LogsService", "rejectedLogRecords") {
    @Override
    Descriptor descriptor() {
      return ExportLogsServiceRequest.getDescriptor();
    }

    @Override
    Taken read(SignalOrigin origin, byte[] message) throws InvalidProtocolBufferException {
      var logs = ExportLogsServiceRequest.parseFrom(message).getResourceLogsList();
      return LogCheck.check(origin, logs);
    }

    @Override
    Message answer(Taken taken) {
      var answer = ExportLogsServiceResponse.newBuilder();
      if (taken.rejected() > 0) {
        answer.setPartialSuccess(
            ExportLogsPartialSuccess.newBuilder()
                .setRejectedLogRecords(taken.rejected())
                .setErrorMessage(taken.reason()));
      }
      return answer.build();
    }
  };

  private final String path;
  private final String service;
  private final String rejectedField;

  SignalKind(String path, String service, String rejectedField) {
    this.path = path;
    this.service = "/opentelemetry.proto.collector." + service + "/Export";
    this.rejectedField = rejectedField;
  }

  /**
   * What was understood of a request.
   *
   * @param batch what is kept
   * @param rejected how many records are not
   * @param reason why not
   */
  record Taken(SignalBatch batch, int rejected, String reason) {
    static Taken all(SignalBatch batch) {
      return new Taken(batch, 0, "");
    }
  }

  /** The service at a path, of HTTP or of gRPC. */
  static Optional<SignalKind> at(String path, boolean grpc) {
    for (SignalKind kind : values()) {
      if (path.equals(grpc ? kind.service : kind.path)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The name of the answer's field in JSON that says how many records were rejected. */
  String rejectedField() {
    return rejectedField;
  }

  /** What a request looks like. */
  abstract Descriptor descriptor();

  /** Reads a request. */
  abstract Taken read(SignalOrigin origin, byte[] message) throws InvalidProtocolBufferException;

  /** What is answered. */
  abstract Message answer(Taken taken);
}
