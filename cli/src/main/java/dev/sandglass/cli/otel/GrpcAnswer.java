package dev.sandglass.cli.otel;

import dev.sandglass.cli.otel.http2.Answer;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an answer over HTTP/2 means to gRPC.
 *
 * @param retryAfter how long the backend asks to be left alone before the next attempt
 */
record GrpcAnswer(
    GrpcStatusCode getStatusCode,
    String getStatusDescription,
    byte[] getResponseMessage,
    Optional<Duration> retryAfter)
    implements GrpcResponse {
  private static final String STATUS = "grpc-status";
  private static final int PREFIX_BYTES = 5;

  /** Reads one. */
  static GrpcAnswer of(Answer answer) {
    Optional<GrpcStatusCode> status =
        answer.last(STATUS).filter(text -> text.matches("[0-9]{1,3}")).map(GrpcAnswer::status);
    if (status.isEmpty()) {
      return without(ofHttp(answer.status()), "HTTP " + answer.status() + " and no status of gRPC");
    }
    return new GrpcAnswer(
        status.get(),
        answer.last("grpc-message").map(GrpcAnswer::decoded).orElse(""),
        message(answer.body()),
        answer.last("grpc-status-details-bin").flatMap(RetryInfo::delay));
  }

  /** An answer that holds a status and nothing else. */
  static GrpcAnswer without(GrpcStatusCode status, String description) {
    return new GrpcAnswer(status, description, new byte[0], Optional.empty());
  }

  private static GrpcStatusCode status(String number) {
    return GrpcStatusCode.fromValue(Integer.parseInt(number));
  }

  /** What gRPC makes of answers of proxies and of servers that know nothing of it. */
  private static GrpcStatusCode ofHttp(int status) {
    return switch (status) {
      case 400 -> GrpcStatusCode.INTERNAL;
      case 401 -> GrpcStatusCode.UNAUTHENTICATED;
      case 403 -> GrpcStatusCode.PERMISSION_DENIED;
      case 404 -> GrpcStatusCode.UNIMPLEMENTED;
      case 429, 502, 503, 504 -> GrpcStatusCode.UNAVAILABLE;
      default -> GrpcStatusCode.UNKNOWN;
    };
  }

  private static String decoded(String percentEncoded) {
    try {
      return URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return percentEncoded; // somebody forgot to encode it
    }
  }

  /** The message is behind a byte that is 0, as we take nothing packed, and its length. */
  private static byte[] message(byte[] body) {
    return body.length > PREFIX_BYTES && body[0] == 0
        ? Arrays.copyOfRange(body, PREFIX_BYTES, body.length)
        : new byte[0];
  }
}
