package dev.sandglass.engine.observability.receiver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.sandglass.engine.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The answer to a request, in the form that the request has. */
final class Reply {
  private static final String TYPE = "content-type";
  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
  private static final String AGAIN_SECONDS = "1";

  private final HttpServerResponse response;
  private final boolean grpc;
  private final boolean json;

  private Reply(HttpServerResponse response, boolean grpc, boolean json) {
    this.response = response;
    this.grpc = grpc;
    this.json = json;
  }

  static Reply to(HttpServerResponse response, boolean grpc, boolean json) {
    return new Reply(response, grpc, json);
  }

  /** Answers that it was taken, if only in part. */
  void taken(SignalKind kind, SignalKind.Taken taken) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (json) {
      ObjectNode answer = Json.object();
      if (taken.rejected() > 0) {
        answer
            .putObject("partialSuccess")
            .put(kind.rejectedField(), Integer.toString(taken.rejected()))
            .put("errorMessage", taken.reason());
      }
      response.putHeader(TYPE, "application/json").end(Buffer.buffer(Json.bytes(answer)));
      return;
    }
    byte[] message = kind.answer(taken).toByteArray();
    if (grpc) {
      response.putHeader(TYPE, "application/grpc").setChunked(true);
      response.putTrailer("grpc-status", "0");
      response.write(
          Buffer.buffer().appendByte((byte) 0).appendInt(message.length).appendBytes(message));
      response.end();
    } else {
      response.putHeader(TYPE, "application/x-protobuf").end(Buffer.buffer(message));
    }
  }

  /** Answers that it was not taken; what follows of the request is not read. */
  void refused(Refusal refusal, HttpServerRequest request) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (grpc && request.version() == HttpVersion.HTTP_2) {
      response.putHeader(TYPE, "application/grpc");
      response.putHeader("grpc-status", Integer.toString(refusal.grpc()));
      response.putHeader("grpc-message", percentEncoded(refusal.reason()));
      if (refusal.again()) {
        response.putHeader(
            "grpc-status-details-bin",
            Base64.getEncoder().withoutPadding().encodeToString(status(refusal)));
      }
      response.end();
      return;
    }
    response.setStatusCode(refusal.http());
    if (refusal.again()) {
      response.putHeader("retry-after", AGAIN_SECONDS);
    }
    boolean whole = request.isEnded();
    if (!whole && request.version() != HttpVersion.HTTP_2) {
      response.putHeader("connection", "close");
    }
    byte[] body =
        json
            ? Json.bytes(Json.object().put("code", refusal.grpc()).put("message", refusal.reason()))
            : status(refusal);
    response.putHeader(TYPE, json ? "application/json" : "application/x-protobuf");
    response
        .end(Buffer.buffer(body))
        .onComplete(
            sent -> {
              if (!whole && request.version() != HttpVersion.HTTP_2) {
                request.connection().close();
              }
            });
  }

  /** {@code google.rpc.Status}, with {@code RetryInfo} where it is worth it. */
  private static byte[] status(Refusal refusal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream status = CodedOutputStream.newInstance(bytes);
      status.writeInt32(1, refusal.grpc());
      status.writeString(2, refusal.reason());
      if (refusal.again()) {
        ByteString second = UnsafeByteOperations.unsafeWrap(new byte[] {0x08, 0x01});
        status.writeByteArray(3, any(RETRY_INFO, field(1, second)));
      }
      status.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] any(String type, byte[] value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream any = CodedOutputStream.newInstance(bytes);
    any.writeString(1, type);
    any.writeByteArray(2, value);
    any.flush();
    return bytes.toByteArray();
  }

  private static byte[] field(int number, ByteString value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream message = CodedOutputStream.newInstance(bytes);
    message.writeBytes(number, value);
    message.flush();
    return bytes.toByteArray();
  }

  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b < 0x7f && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b));
      }
    }
    return encoded.toString();
  }
}
