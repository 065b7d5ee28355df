package dev.sandglass.engine.observability;

import com.google.protobuf.Descriptors.Descriptor;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.List;

/** The services of OTLP: what receives signals of one kind, by gRPC and by HTTP. */
public enum OtlpService {
  TRACES("traces", "trace.v1.TraceService", ExportTraceServiceRequest.getDescriptor()),
  METRICS("metrics", "metrics.v1.MetricsService", ExportMetricsServiceRequest.getDescriptor()),
  LOGS("logs", "logs.v1.LogsService", ExportLogsServiceRequest.getDescriptor());

  private final String label;
  private final String service;
  private final Descriptor descriptor;

  OtlpService(String label, String service, Descriptor descriptor) {
    this.label = label;
    this.service = service;
    this.descriptor = descriptor;
  }

  /** The name of its signals, as variables and paths have it. */
  public String label() {
    return label;
  }

  /** What a request looks like. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** The path of a request below the endpoint. */
  public String path(boolean grpc) {
    return grpc ? "/opentelemetry.proto.collector." + service + "/Export" : "/v1/" + label;
  }

  /** The service that takes a batch. */
  public static OtlpService of(SignalBatch batch) {
    if (batch instanceof SignalBatch.Spans) {
      return TRACES;
    }
    return batch instanceof SignalBatch.Metrics ? METRICS : LOGS;
  }

  /** A request of batches of this kind. */
  public byte[] request(List<SignalBatch> batches) {
    return switch (this) {
      case TRACES -> {
        var request = ExportTraceServiceRequest.newBuilder();
        batches.forEach(b -> request.addAllResourceSpans(((SignalBatch.Spans) b).content()));
        yield request.build().toByteArray();
      }
      case METRICS -> {
        var request = ExportMetricsServiceRequest.newBuilder();
        batches.forEach(b -> request.addAllResourceMetrics(((SignalBatch.Metrics) b).content()));
        yield request.build().toByteArray();
      }
      case LOGS -> {
        var request = ExportLogsServiceRequest.newBuilder();
        batches.forEach(b -> request.addAllResourceLogs(((SignalBatch.Logs) b).content()));
        yield request.build().toByteArray();
      }
    };
  }
}
