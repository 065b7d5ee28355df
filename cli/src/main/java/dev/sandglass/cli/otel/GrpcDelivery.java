package dev.sandglass.cli.otel;

import dev.sandglass.cli.otel.http2.Answer;
import dev.sandglass.cli.otel.http2.Http2Request;
import dev.sandglass.cli.otel.http2.RefusedException;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Sends OTLP by gRPC, each delivery on a connection of its own: most commands make one for each
 * signal. What the SDK throws away, which is how a delivery ended, is kept.
 */
final class GrpcDelivery implements GrpcSender {
  private static final int PREFIX_BYTES = 5;

  private final GrpcSenderConfig config;
  private final Diagnosis diagnosis;
  private final Deliveries deliveries;

  GrpcDelivery(GrpcSenderConfig config, Diagnosis diagnosis, Deliveries deliveries) {
    this.config = config;
    this.diagnosis = diagnosis;
    this.deliveries = deliveries;
  }

  /** One message on its way, with all the attempts that it may take. */
  private record Parcel(
      Http2Headers head,
      byte[] body,
      long deadline,
      Consumer<GrpcResponse> answered,
      Consumer<Throwable> failed) {
    Duration left() {
      return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
  }

  @Override
  public void send(
      MessageWriter message, Consumer<GrpcResponse> answered, Consumer<Throwable> failed) {
    long deadline = System.nanoTime() + config.getTimeout().toNanos();
    try {
      attempt(new Parcel(head(), body(message), deadline, answered, failed), 1);
    } catch (IOException e) {
      deliveries.add(diagnosis.signal(), diagnosis.noAnswer(e));
      failed.accept(e);
    }
  }

  private Http2Headers head() {
    URI endpoint = config.getEndpoint();
    String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
    Http2Headers head =
        new DefaultHttp2Headers(false) // what users set is between them and the backend
            .method("POST")
            .scheme(endpoint.getScheme().toLowerCase(Locale.ROOT))
            .authority(endpoint.getHost() + port)
            .path("/" + config.getFullMethodName())
            .set("te", "trailers")
            .set("content-type", "application/grpc")
            .set("grpc-accept-encoding", "identity");
    Compressor compressor = config.getCompressor();
    if (compressor != null) {
      head.set("grpc-encoding", compressor.getEncoding());
    }
    config
        .getHeadersSupplier()
        .get()
        .forEach(
            (name, values) ->
                values.forEach(value -> head.add(name.toLowerCase(Locale.ROOT), value)));
    return head;
  }

  private byte[] body(MessageWriter message) throws IOException {
    Compressor compressor = config.getCompressor();
    var body = new ByteArrayOutputStream(PREFIX_BYTES + Math.max(32, message.getContentLength()));
    body.write(new byte[PREFIX_BYTES]);
    if (compressor == null) {
      message.writeMessage(body);
    } else {
      try (OutputStream compressed = compressor.compress(body)) {
        message.writeMessage(compressed);
      }
    }
    byte[] bytes = body.toByteArray();
    ByteBuffer.wrap(bytes)
        .put((byte) (compressor == null ? 0 : 1))
        .putInt(bytes.length - PREFIX_BYTES);
    return bytes;
  }

  private void attempt(Parcel parcel, int number) {
    CompletableFuture<Answer> sent;
    try {
      sent =
          new Http2Request(config.getEndpoint(), this::tls, config.getConnectTimeout())
              .send(parcel.head(), parcel.body(), config.getMaxResponseBodySize());
    } catch (ChannelException e) { // too many files are open, for one
      failed(parcel, e);
      return;
    }
    sent.orTimeout(parcel.left().toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                answered(parcel, number, GrpcAnswer.of(answer));
              } else if (failure instanceof RefusedException) {
                String message = String.valueOf(failure.getMessage());
                answered(parcel, number, GrpcAnswer.without(GrpcStatusCode.UNAVAILABLE, message));
              } else {
                failed(parcel, Retries.cause(failure));
              }
            });
  }

  private SSLContext tls() throws IOException {
    SSLContext own = config.getSslContext();
    try {
      return own == null ? SSLContext.getDefault() : own;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("Java has no TLS", e);
    }
  }

  /** Only what asks to be tried again is; what refuses a connection refuses the next one too. */
  private void answered(Parcel parcel, int number, GrpcAnswer answer) {
    Duration wait = answer.retryAfter().orElse(Retries.wait(number));
    boolean again =
        config.getRetryPolicy() != null
            && number < Retries.ATTEMPTS
            && Retries.isWorthwhile(answer)
            && wait.compareTo(parcel.left()) < 0;
    if (again) {
      CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS)
          .execute(() -> attempt(parcel, number + 1));
      return;
    }
    deliveries.add(diagnosis.signal(), diagnosis.grpc(answer));
    parcel.answered().accept(answer);
  }

  private void failed(Parcel parcel, Throwable failure) {
    deliveries.add(diagnosis.signal(), diagnosis.noAnswer(failure));
    parcel.failed().accept(failure);
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess(); // nothing is open between deliveries
  }
}
