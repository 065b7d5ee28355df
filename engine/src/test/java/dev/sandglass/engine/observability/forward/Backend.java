package dev.sandglass.engine.observability.forward;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.json.Json;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** An observability backend: a server of OTLP by gRPC and HTTP that can be told to refuse. */
final class Backend implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Queue<Consumer<HttpServerRequest>> refusals = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int port;

  /** A request that was answered in any way. */
  record Request(String path, Map<String, String> headers, byte[] message, long nanos) {
    List<Map<String, String>> spans() {
      List<Map<String, String>> spans = new ArrayList<>();
      try {
        if (headers.getOrDefault("content-type", "").equals("application/json")) {
          for (JsonNode resource : Json.parse(message).path("resourceSpans")) {
            Map<String, String> attributes = new HashMap<>();
            for (JsonNode attribute : resource.path("resource").path("attributes")) {
              attributes.put(
                  attribute.path("key").asText(),
                  attribute.path("value").path("stringValue").asText());
            }
            JsonNode span = resource.path("scopeSpans").path(0).path("spans").path(0);
            attributes.put("name", span.path("name").asText());
            attributes.put("trace", span.path("traceId").asText());
            spans.add(attributes);
          }
          return spans;
        }
        for (var resource : ExportTraceServiceRequest.parseFrom(message).getResourceSpansList()) {
          for (var scope : resource.getScopeSpansList()) {
            for (Span span : scope.getSpansList()) {
              Map<String, String> attributes = new HashMap<>();
              for (KeyValue attribute : resource.getResource().getAttributesList()) {
                attributes.put(attribute.getKey(), attribute.getValue().getStringValue());
              }
              attributes.put("name", span.getName());
              attributes.put(
                  "trace", java.util.HexFormat.of().formatHex(span.getTraceId().toByteArray()));
              spans.add(attributes);
            }
          }
        }
        return spans;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Backend() {
    listen(0);
  }

  private void listen(int wanted) {
    server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true));
    server.requestHandler(request -> request.body().onSuccess(body -> take(request, body)));
    try {
      port =
          server
              .listen(wanted, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS)
              .actualPort();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Goes away. */
  void down() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Comes back at the same port. */
  void up() {
    listen(port);
  }

  /** Answers the next request of spans in some way of its own. */
  void refuse(Consumer<HttpServerRequest> answer) {
    refusals.add(answer);
  }

  private void take(HttpServerRequest request, Buffer body) {
    boolean grpc = request.path().contains("Service");
    byte[] message = unpacked(request, body.getBytes(), grpc);
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
    requests.add(new Request(request.path(), headers, message, System.nanoTime()));
    boolean spans = request.path().contains("race");
    Consumer<HttpServerRequest> refusal = spans ? refusals.poll() : null;
    if (refusal != null) {
      refusal.accept(request);
    } else if (grpc) {
      request.response().putHeader("content-type", "application/grpc").setChunked(true);
      request.response().write(Buffer.buffer(new byte[5]));
      request.response().putTrailer("grpc-status", "0").end();
    } else {
      request.response().end();
    }
  }

  private static byte[] unpacked(HttpServerRequest request, byte[] body, boolean grpc) {
    String header = grpc ? "grpc-encoding" : "content-encoding";
    int offset = grpc ? 5 : 0;
    byte[] packed = Arrays.copyOfRange(body, offset, body.length);
    if (!"gzip".equals(request.getHeader(header))) {
      return packed;
    }
    try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return input.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requests of spans so far. */
  List<Request> traces() {
    return requests.stream().filter(request -> request.path().contains("race")).toList();
  }

  List<Request> all() {
    return requests;
  }

  /** The spans of a trace, once there are any. */
  List<Map<String, String>> spans(String trace) {
    Await.until(() -> !now(trace).isEmpty());
    return now(trace);
  }

  List<Map<String, String>> now(String trace) {
    return traces().stream()
        .flatMap(request -> request.spans().stream())
        .filter(span -> span.get("trace").equals(trace))
        .toList();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
