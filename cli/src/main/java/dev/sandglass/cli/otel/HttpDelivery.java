package dev.sandglass.cli.otel;

import dev.sandglass.sandbox.http.LazyTls;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Sends OTLP over HTTP/1.1 with the client of the JDK, which commands need for their own requests
 * anyway: loading another one takes longer than all deliveries of a short command. What the SDK
 * throws away, which is how a delivery ended, is kept.
 */
final class HttpDelivery implements HttpSender {
  private final HttpClient client;
  private final HttpSenderConfig config;
  private final Diagnosis diagnosis;
  private final Deliveries deliveries;

  HttpDelivery(
      HttpClient client, HttpSenderConfig config, Diagnosis diagnosis, Deliveries deliveries) {
    this.client = client;
    this.config = config;
    this.diagnosis = diagnosis;
    this.deliveries = deliveries;
  }

  /** Makes a client; those without certificates of their own may share one. */
  static HttpClient client(HttpSenderConfig config) {
    SSLContext tls = config.getSslContext();
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(config.getConnectTimeout())
        .sslContext(tls == null ? new LazyTls() : tls)
        .build();
  }

  /** One message on its way, with all the attempts that it may take. */
  private record Parcel(
      HttpRequest.Builder request,
      long deadline,
      Consumer<HttpResponse> answered,
      Consumer<Throwable> failed) {
    Duration left() {
      return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
  }

  private record Answer(int getStatusCode, byte[] getResponseBody) implements HttpResponse {
    @Override
    public String getStatusMessage() {
      return ""; // HTTP has a number for that
    }
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> answered, Consumer<Throwable> failed) {
    long deadline = System.nanoTime() + config.getTimeout().toNanos();
    try {
      attempt(new Parcel(request(message), deadline, answered, failed), 1);
    } catch (IOException | IllegalArgumentException e) {
      deliveries.add(diagnosis.signal(), diagnosis.noAnswer(e));
      failed.accept(e);
    }
  }

  private HttpRequest.Builder request(MessageWriter message) throws IOException {
    Compressor compressor = config.getCompressor();
    HttpRequest.Builder request = HttpRequest.newBuilder(config.getEndpoint());
    config
        .getHeadersSupplier()
        .get()
        .forEach((name, values) -> values.forEach(value -> request.setHeader(name, value)));
    request.setHeader("Content-Type", config.getContentType());
    var body = new ByteArrayOutputStream(Math.max(32, message.getContentLength()));
    if (compressor == null) {
      message.writeMessage(body);
    } else {
      request.setHeader("Content-Encoding", compressor.getEncoding());
      try (OutputStream compressed = compressor.compress(body)) {
        message.writeMessage(compressed);
      }
    }
    return request.POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
  }

  private void attempt(Parcel parcel, int number) {
    CompletableFuture<java.net.http.HttpResponse<byte[]>> sent =
        client.sendAsync(
            parcel.request().build(), head -> new ShortBody(config.getMaxResponseBodySize()));
    sent.copy()
        .orTimeout(parcel.left().toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (answer, failure) -> {
              sent.cancel(true);
              if (failure == null) {
                answered(parcel, number, new Answer(answer.statusCode(), answer.body()));
              } else {
                failed(parcel, Retries.cause(failure));
              }
            });
  }

  /** Only what asks to be tried again is; what refuses a connection refuses the next one too. */
  private void answered(Parcel parcel, int number, Answer answer) {
    RetryPolicy retries = config.getRetryPolicy();
    Duration wait = Retries.wait(number);
    boolean again =
        retries != null
            && number < Retries.ATTEMPTS
            && Retries.isWorthwhile(answer.getStatusCode())
            && wait.compareTo(parcel.left()) < 0;
    if (again) {
      CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS)
          .execute(() -> attempt(parcel, number + 1));
      return;
    }
    deliveries.add(
        diagnosis.signal(), diagnosis.http(answer.getStatusCode(), answer.getResponseBody()));
    parcel.answered().accept(answer);
  }

  private void failed(Parcel parcel, Throwable failure) {
    deliveries.add(diagnosis.signal(), diagnosis.noAnswer(failure));
    parcel.failed().accept(failure);
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess(); // the process ends, and the client with it
  }
}
