package dev.sandglass.engine.observability.receiver;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** OTLP as programs send it. */
final class Otlp {
  private static final String GRPC = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private Otlp() {}

  /** How a message gets from a program to the receiver. */
  enum Way {
    HTTP,
    HTTP_GZIP,
    HTTP_2,
    GRPC_PLAIN,
    GRPC_GZIP;

    /** A shell command that sends a message. */
    String command(int port, byte[] message) {
      boolean grpc = name().startsWith("GRPC");
      boolean gzip = name().endsWith("GZIP");
      byte[] packed = gzip ? Otlp.gzip(message) : message;
      byte[] body = grpc ? framed(packed, gzip) : packed;
      String options =
          grpc
              ? " --http2-prior-knowledge -H content-type:application/grpc -H te:trailers"
                  + (gzip ? " -H grpc-encoding:gzip" : "")
              : (this == HTTP_2 ? " --http2-prior-knowledge" : "")
                  + " -H content-type:application/x-protobuf"
                  + (gzip ? " -H content-encoding:gzip" : "");
      return "echo "
          + Base64.getEncoder().encodeToString(body)
          + " | base64 -d | curl -sS -m 20 -i --data-binary @- -w '%{http_code}'"
          + options
          + " http://127.0.0.1:"
          + port
          + (grpc ? GRPC : "/v1/traces");
    }

    /** What the answer holds if it was taken. */
    String success() {
      return name().startsWith("GRPC") ? "grpc-status: 0" : " 200";
    }
  }

  private static byte[] framed(byte[] message, boolean compressed) {
    return ByteBuffer.allocate(message.length + 5)
        .put((byte) (compressed ? 1 : 0))
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static byte[] gzip(byte[] message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
      output.write(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A request with one span. */
  static byte[] protobuf(String trace, String name) {
    Span span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(trace)))
            .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex("eee19b7ec3c1b174")))
            .setName(name)
            .setStartTimeUnixNano(System.currentTimeMillis() * 1_000_000)
            .setEndTimeUnixNano(System.currentTimeMillis() * 1_000_000 + 5)
            .build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build()
        .toByteArray();
  }

  /** A request in JSON. */
  static String spans(String resource, String spans) {
    return "{\"resourceSpans\":[{\"resource\":"
        + resource
        + ",\"scopeSpans\":[{\"scope\":{\"name\":\"test\"},\"spans\":["
        + spans
        + "]}]}]}";
  }

  /** A span in JSON. */
  static String span(String trace, String name) {
    long now = System.currentTimeMillis();
    return "{\"traceId\":\""
        + trace
        + "\",\"spanId\":\"eee19b7ec3c1b174\",\"parentSpanId\":\"\",\"name\":\""
        + name
        + "\",\"kind\":2,\"startTimeUnixNano\":\""
        + now
        + "000000\",\"endTimeUnixNano\":\""
        + (now + 3)
        + "000000\",\"attributes\":[{\"key\":\"n\",\"value\":{\"intValue\":\"7\"}}]}";
  }
}
