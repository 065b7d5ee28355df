package dev.sandglass.cli.otel;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A backend that takes OTLP in all of its forms, and answers as a test wants it to. */
public final class OtlpReceiver implements AutoCloseable {
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final String scheme;
  private volatile Function<Signal, Reply> replies = signal -> new Reply.Accepted();

  /** What came. Names of headers are in lower case. */
  public record Request(
      Signal signal,
      Protocol protocol,
      String path,
      boolean compressed,
      Map<String, String> headers,
      Message message) {}

  /** What is answered. */
  public sealed interface Reply {
    /** All is taken. */
    record Accepted() implements Reply {}

    /** All but some is taken. */
    record Partly(long rejected, String message) implements Reply {}

    /** It is refused. */
    record Refused(int httpStatus, int grpcStatus, String message) implements Reply {}

    /** Nothing is ever said. */
    record Silence() implements Reply {}

    /** All is taken, after a while. */
    record Late(Duration after) implements Reply {}
  }

  private OtlpReceiver(HttpServerOptions options) {
    this.scheme = options.isSsl() ? "https" : "http";
    this.server = vertx.createHttpServer(options).requestHandler(this::handle);
    await(server.listen(0, "localhost"));
  }

  public static OtlpReceiver start() {
    return new OtlpReceiver(new HttpServerOptions());
  }

  public static OtlpReceiver start(HttpServerOptions options) {
    return new OtlpReceiver(options);
  }

  public String url() {
    return scheme + "://localhost:" + server.actualPort();
  }

  public void reply(Reply reply) {
    replies = signal -> reply;
  }

  public void reply(Function<Signal, Reply> bySignal) {
    replies = bySignal;
  }

  public List<Request> requests() {
    return requests;
  }

  public List<Span> spans() {
    return messages(ExportTraceServiceRequest.class)
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  public List<Metric> metrics() {
    return messages(ExportMetricsServiceRequest.class)
        .flatMap(request -> request.getResourceMetricsList().stream())
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .toList();
  }

  public List<LogRecord> logs() {
    return messages(ExportLogsServiceRequest.class)
        .flatMap(request -> request.getResourceLogsList().stream())
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .toList();
  }

  /** The attributes of the only resource that spans came from. */
  public Map<String, String> resource() {
    return resource(scope -> true);
  }

  /** The attributes of the only resource that spans came from whose scopes are so called. */
  public Map<String, String> resource(Predicate<String> ofScope) {
    List<Resource> resources =
        messages(ExportTraceServiceRequest.class)
            .flatMap(request -> request.getResourceSpansList().stream())
            .filter(
                spans ->
                    spans.getScopeSpansList().stream()
                        .anyMatch(scope -> ofScope.test(scope.getScope().getName())))
            .map(spans -> spans.getResource())
            .distinct()
            .toList();
    if (resources.size() != 1) {
      throw new AssertionError("Not one resource but " + resources);
    }
    Map<String, String> attributes = new TreeMap<>();
    resources
        .get(0)
        .getAttributesList()
        .forEach(one -> attributes.put(one.getKey(), one.getValue().getStringValue()));
    return attributes;
  }

  private <T> Stream<T> messages(Class<T> type) {
    return requests.stream().map(Request::message).filter(type::isInstance).map(type::cast);
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              try {
                handle(request, body.getBytes());
              } catch (RuntimeException | Error e) {
                request.response().setStatusCode(500).end("The receiver failed: " + e);
                throw e;
              }
            });
  }

  private void handle(HttpServerRequest request, byte[] body) {
    Map<String, String> headers = new TreeMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    Protocol protocol =
        switch (String.valueOf(headers.get("content-type"))) {
          case "application/grpc" -> Protocol.GRPC;
          case "application/x-protobuf" -> Protocol.HTTP_PROTOBUF;
          case "application/json" -> Protocol.HTTP_JSON;
          default -> throw new AssertionError("What is " + headers + "?");
        };
    Signal signal = signal(request.path());
    boolean compressed =
        protocol == Protocol.GRPC ? body[0] == 1 : "gzip".equals(headers.get("content-encoding"));
    Message message = decode(signal, protocol, compressed, body);
    requests.add(new Request(signal, protocol, request.path(), compressed, headers, message));
    Reply reply = replies.apply(signal);
    if (reply instanceof Reply.Late late) {
      vertx.setTimer(
          late.after().toMillis(),
          timer -> answer(request.response(), signal, protocol, new Reply.Accepted()));
      return;
    }
    answer(request.response(), signal, protocol, reply);
  }

  private static Signal signal(String path) {
    return path.contains("metrics")
        ? Signal.METRICS
        : path.contains("logs") ? Signal.LOGS : Signal.TRACES;
  }

  private static Message decode(Signal signal, Protocol protocol, boolean compressed, byte[] body) {
    int head = protocol == Protocol.GRPC ? 5 : 0;
    ByteArrayInputStream in = new ByteArrayInputStream(body, head, body.length - head);
    Message.Builder builder =
        switch (signal) {
          case TRACES -> ExportTraceServiceRequest.newBuilder();
          case METRICS -> ExportMetricsServiceRequest.newBuilder();
          case LOGS -> ExportLogsServiceRequest.newBuilder();
        };
    try {
      byte[] plain = compressed ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
      return protocol == Protocol.HTTP_JSON
          ? OtlpJson.read(plain, builder)
          : builder.mergeFrom(plain).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(
      HttpServerResponse response, Signal signal, Protocol protocol, Reply reply) {
    if (reply instanceof Reply.Silence) {
      return;
    }
    if (reply instanceof Reply.Refused refused) {
      if (protocol == Protocol.GRPC) {
        response.putHeader("content-type", "application/grpc");
        response.putHeader("grpc-status", Integer.toString(refused.grpcStatus()));
        response.putHeader("grpc-message", refused.message());
        response.end();
      } else {
        response.setStatusCode(refused.httpStatus()).end(refused.message());
      }
      return;
    }
    Reply.Partly partly = reply instanceof Reply.Partly some ? some : new Reply.Partly(0, "");
    ByteString body = body(signal, partly);
    switch (protocol) {
      case GRPC -> {
        Buffer frame = Buffer.buffer().appendByte((byte) 0).appendInt(body.size());
        response.putHeader("content-type", "application/grpc");
        response.putTrailer("grpc-status", "0");
        response.end(frame.appendBytes(body.toByteArray()));
      }
      case HTTP_PROTOBUF ->
          response
              .putHeader("content-type", "application/x-protobuf")
              .end(Buffer.buffer(body.toByteArray()));
      case HTTP_JSON ->
          response.putHeader("content-type", "application/json").end(json(signal, partly));
    }
  }

  private static ByteString body(Signal signal, Reply.Partly partly) {
    if (partly.rejected() == 0 && partly.message().isEmpty()) {
      return ByteString.EMPTY;
    }
    long count = partly.rejected();
    String message = partly.message();
    return switch (signal) {
      case TRACES ->
          ExportTraceServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportTracePartialSuccess.newBuilder()
                      .setRejectedSpans(count)
                      .setErrorMessage(message))
              .build()
              .toByteString();
      case METRICS ->
          ExportMetricsServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportMetricsPartialSuccess.newBuilder()
                      .setRejectedDataPoints(count)
                      .setErrorMessage(message))
              .build()
              .toByteString();
      case LOGS ->
          ExportLogsServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportLogsPartialSuccess.newBuilder()
                      .setRejectedLogRecords(count)
                      .setErrorMessage(message))
              .build()
              .toByteString();
    };
  }

  private static String json(Signal signal, Reply.Partly partly) {
    String field =
        switch (signal) {
          case TRACES -> "rejectedSpans";
          case METRICS -> "rejectedDataPoints";
          case LOGS -> "rejectedLogRecords";
        };
    return partly.rejected() == 0 && partly.message().isEmpty()
        ? "{}"
        : "{\"partialSuccess\":{\"%s\":\"%d\",\"errorMessage\":\"%s\"}}"
            .formatted(field, partly.rejected(), partly.message());
  }

  private static void await(io.vertx.core.Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
