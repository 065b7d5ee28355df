package dev.sandglass.cli.otel;

import dev.sandglass.cli.otel.http2.Header;
import dev.sandglass.cli.otel.http2.Http2Connection;
import dev.sandglass.cli.otel.http2.RefusedException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
      List<Header> head,
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

  private List<Header> head() {
    URI endpoint = config.getEndpoint();
    String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
    List<Header> head = new ArrayList<>();
    head.add(new Header(":method", "POST"));
    head.add(new Header(":scheme", endpoint.getScheme().toLowerCase(Locale.ROOT)));
    head.add(new Header(":authority", endpoint.getHost() + port));
    head.add(new Header(":path", "/" + config.getFullMethodName()));
    head.add(new Header("te", "trailers"));
    head.add(new Header("content-type", "application/grpc"));
    head.add(new Header("grpc-accept-encoding", "identity"));
    Compressor compressor = config.getCompressor();
    if (compressor != null) {
      head.add(new Header("grpc-encoding", compressor.getEncoding()));
    }
    config
        .getHeadersSupplier()
        .get()
        .forEach(
            (name, values) ->
                values.forEach(
                    value -> head.add(new Header(name.toLowerCase(Locale.ROOT), value))));
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
    var connection =
        new Http2Connection(config.getEndpoint(), this::tls, config.getConnectTimeout());
    CompletableFuture<GrpcAnswer> sent =
        CompletableFuture.supplyAsync(() -> call(connection, parcel), GrpcDelivery::begin);
    sent.copy()
        .orTimeout(parcel.left().toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (answer, failure) -> {
              connection.close(); // which ends its thread, too
              if (failure == null) {
                answered(parcel, number, answer);
              } else {
                failed(parcel, Retries.cause(failure));
              }
            });
  }

  /** No thread of it lives longer than a delivery, and none keeps a process from ending. */
  private static void begin(Runnable call) {
    Thread thread = new Thread(call, "sand-otel-grpc");
    thread.setDaemon(true);
    thread.start();
  }

  private GrpcAnswer call(Http2Connection connection, Parcel parcel) {
    try {
      return GrpcAnswer.of(
          connection.request(parcel.head(), parcel.body(), config.getMaxResponseBodySize()));
    } catch (RefusedException e) {
      return GrpcAnswer.without(GrpcStatusCode.UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CompletionException(e);
    }
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
