package dev.sandglass.engine.observability.forward;

import com.google.protobuf.Descriptors.Descriptor;
import dev.sandglass.engine.observability.SignalBatch;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.List;

/** The kinds of signals, as requests to a backend. */
enum Signal {
  TRACES("traces", "trace.v1.TraceService", ExportTraceServiceRequest.getDescriptor()),
  METRICS("metrics", "metrics.v1.MetricsService", ExportMetricsServiceRequest.getDescriptor()),
  LOGS("logs", "logs.v1.LogsService", ExportLogsServiceRequest.getDescriptor());

  private final String label;
  private final String service;
  private final Descriptor descriptor;

  Signal(String label, String service, Descriptor descriptor) {
    this.label = label;
    this.service = service;
    this.descriptor = descriptor;
  }

  String label() {
    return label;
  }

  Descriptor descriptor() {
    return descriptor;
  }

  /** The path of a request below the endpoint. */
  String path(boolean grpc) {
    return grpc ? "/opentelemetry.proto.collector." + service + "/Export" : "/v1/" + label;
  }

  static Signal of(SignalBatch batch) {
    if (batch instanceof SignalBatch.Spans) {
      return TRACES;
    }
    return batch instanceof SignalBatch.Metrics ? METRICS : LOGS;
  }

  /** A request of batches of this kind. */
  static byte[] request(Signal signal, List<SignalBatch> batches) {
    return switch (signal) {
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
