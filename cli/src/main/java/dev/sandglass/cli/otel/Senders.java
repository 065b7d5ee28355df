package dev.sandglass.cli.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's senders, watched: the SDK throws away what a backend answers to a success, and tells
 * nobody but a log about failures. They also try again as a short command should.
 */
final class Senders {
  /**
   * A command must not wait seconds for a collector that is not there: what refuses a connection
   * refuses the next one as well. Answers such as 503 are tried again by the SDK's own rules.
   */
  private static final RetryPolicy RETRIES =
      RetryPolicy.builder()
          .setMaxAttempts(3)
          .setInitialBackoff(Duration.ofMillis(100))
          .setMaxBackoff(Duration.ofSeconds(1))
          .setRetryExceptionPredicate(Senders::isWorthAnotherTry)
          .build();

  private Senders() {}

  private static boolean isWorthAnotherTry(IOException failure) {
    return failure instanceof SocketTimeoutException;
  }

  private static @Nullable RetryPolicy retries(@Nullable RetryPolicy configured) {
    return configured == null ? null : RETRIES;
  }

  /** Makes watched senders for HTTP. */
  record Http(HttpSenderProvider own, Signal signal, Protocol protocol, Deliveries deliveries)
      implements HttpSenderProvider {
    @Override
    public HttpSender createSender(HttpSenderConfig config) {
      return new WatchedHttp(
          own.createSender(new PatientHttp(config)),
          new Diagnosis(signal, protocol, config.getEndpoint()),
          deliveries);
    }
  }

  /** Makes watched senders for gRPC. */
  record Grpc(GrpcSenderProvider own, Signal signal, Deliveries deliveries)
      implements GrpcSenderProvider {
    @Override
    public GrpcSender createSender(GrpcSenderConfig config) {
      return new WatchedGrpc(
          own.createSender(new PatientGrpc(config)),
          new Diagnosis(signal, Protocol.GRPC, config.getEndpoint()),
          deliveries);
    }
  }

  private record WatchedHttp(HttpSender own, Diagnosis diagnosis, Deliveries deliveries)
      implements HttpSender {
    @Override
    public void send(
        MessageWriter message, Consumer<HttpResponse> answered, Consumer<Throwable> failed) {
      own.send(
          message,
          answer -> {
            deliveries.add(
                diagnosis.signal(),
                diagnosis.http(answer.getStatusCode(), answer.getResponseBody()));
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

  private record WatchedGrpc(GrpcSender own, Diagnosis diagnosis, Deliveries deliveries)
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

  /** What was configured, but for the retries. */
  private record PatientHttp(HttpSenderConfig own) implements HttpSenderConfig {
    @Override
    public URI getEndpoint() {
      return own.getEndpoint();
    }

    @Override
    public String getContentType() {
      return own.getContentType();
    }

    @Override
    public @Nullable Compressor getCompressor() {
      return own.getCompressor();
    }

    @Override
    public Duration getTimeout() {
      return own.getTimeout();
    }

    @Override
    public Duration getConnectTimeout() {
      return own.getConnectTimeout();
    }

    @Override
    public Supplier<Map<String, List<String>>> getHeadersSupplier() {
      return own.getHeadersSupplier();
    }

    @Override
    public @Nullable ProxyOptions getProxyOptions() {
      return own.getProxyOptions();
    }

    @Override
    public @Nullable RetryPolicy getRetryPolicy() {
      return retries(own.getRetryPolicy());
    }

    @Override
    public @Nullable SSLContext getSslContext() {
      return own.getSslContext();
    }

    @Override
    public @Nullable X509TrustManager getTrustManager() {
      return own.getTrustManager();
    }

    @Override
    public @Nullable ExecutorService getExecutorService() {
      return own.getExecutorService();
    }

    @Override
    public long getMaxResponseBodySize() {
      return own.getMaxResponseBodySize();
    }

    @Override
    public @Nullable List<String> getEnabledProtocols() {
      return own.getEnabledProtocols();
    }
  }

  /** What was configured, but for the retries. */
  private record PatientGrpc(GrpcSenderConfig own) implements GrpcSenderConfig {
    @Override
    public URI getEndpoint() {
      return own.getEndpoint();
    }

    @Override
    public String getFullMethodName() {
      return own.getFullMethodName();
    }

    @Override
    public @Nullable Compressor getCompressor() {
      return own.getCompressor();
    }

    @Override
    public Duration getTimeout() {
      return own.getTimeout();
    }

    @Override
    public Duration getConnectTimeout() {
      return own.getConnectTimeout();
    }

    @Override
    public Supplier<Map<String, List<String>>> getHeadersSupplier() {
      return own.getHeadersSupplier();
    }

    @Override
    public @Nullable RetryPolicy getRetryPolicy() {
      return retries(own.getRetryPolicy());
    }

    @Override
    public @Nullable SSLContext getSslContext() {
      return own.getSslContext();
    }

    @Override
    public @Nullable X509TrustManager getTrustManager() {
      return own.getTrustManager();
    }

    @Override
    public @Nullable ExecutorService getExecutorService() {
      return own.getExecutorService();
    }

    @Override
    public long getMaxResponseBodySize() {
      return own.getMaxResponseBodySize();
    }

    @Override
    public @Nullable List<String> getEnabledProtocols() {
      return own.getEnabledProtocols();
    }
  }
}
