package dev.sandglass.engine.observability.receiver;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.sandglass.engine.observability.OtlpService;
import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.SignalOrigin;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.Optional;

/** The services of OTLP, as a sandbox is served them. */
enum SignalKind {
  TRACES(OtlpService.TRACES, "rejectedSpans") {
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
  METRICS(OtlpService.METRICS, "rejectedDataPoints") {
    @Override
    Taken read(SignalOrigin origin, byte[] message) throws InvalidProtocolBufferException {
      var metrics = ExportMetricsServiceRequest.parseFrom(message).getResourceMetricsList();
      return Taken.all(new SignalBatch.Metrics(origin, metrics));
    }

    @Override
    Message answer(Taken taken) {
      var answer = ExportMetricsServiceResponse.newBuilder();
      if (taken.rejected() > 0) {
        answer.setPartialSuccess(
            ExportMetricsPartialSuccess.newBuilder()
                .setRejectedDataPoints(taken.rejected())
                .setErrorMessage(taken.reason()));
      }
      return answer.build();
    }
  },
  LOGS(OtlpService.LOGS, "rejectedLogRecords") {
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

  private final OtlpService service;
  private final String rejectedField;

  SignalKind(OtlpService service, String rejectedField) {
    this.service = service;
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
      if (path.equals(kind.service.path(grpc))) {
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
  Descriptor descriptor() {
    return service.descriptor();
  }

  /** Reads a request. */
  abstract Taken read(SignalOrigin origin, byte[] message) throws InvalidProtocolBufferException;

  /** What is answered. */
  abstract Message answer(Taken taken);
}
