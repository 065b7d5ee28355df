package dev.sandglass.cli.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.util.function.Consumer;

/**
 * Sends OTLP by gRPC as the SDK does, which throws away how a delivery ended; this keeps it.
 *
 * @param own sends
 */
record GrpcDelivery(GrpcSender own, Diagnosis diagnosis, Deliveries deliveries)
    implements GrpcSender {
  @Override
  public void send(
      MessageWriter message, Consumer<GrpcResponse> answered, Consumer<Throwable> failed) {
    own.send(
        message,
        answer -> {
          deliveries.add(
              diagnosis.signal(),
              diagnosis.grpc(
                  answer.getStatusCode().getValue(),
                  answer.getStatusCode().name(),
                  String.valueOf(answer.getStatusDescription()),
                  answer.getResponseMessage()));
          answered.accept(answer);
        },
        failure -> {
          deliveries.add(diagnosis.signal(), diagnosis.noAnswer(failure));
          failed.accept(failure);
        });
  }

  @Override
  public CompletableResultCode shutdown() {
    return own.shutdown();
  }
}
