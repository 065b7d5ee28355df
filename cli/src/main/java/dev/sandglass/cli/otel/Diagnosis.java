package dev.sandglass.cli.otel;

import dev.sandglass.scrubber.Redactor;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Says what an answer of a backend, or the lack of one, means and what to try.
 *
 * @param signal what was sent
 * @param protocol how it was sent
 * @param endpoint where it was sent
 */
record Diagnosis(Signal signal, Protocol protocol, URI endpoint) {
  private static final int LONGEST_QUOTE = 160;

  /** Returns where things are sent, without a password that may stand in the URL. */
  String place() {
    String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
    return endpoint.getScheme()
        + "://"
        + endpoint.getHost()
        + port
        + Optional.ofNullable(endpoint.getPath()).orElse("");
  }

  /** Returns what an HTTP answer means. */
  Outcome http(int status, byte[] body) {
    if (status / 100 == 2) {
      return accepted(
          "HTTP " + status,
          protocol == Protocol.HTTP_JSON
              ? PartialSuccess.ofJson(body)
              : PartialSuccess.ofProtobuf(body));
    }
    String advice =
        switch (status) {
          case 401, 403 -> credentials();
          case 404 -> nowhere();
          case 400, 405, 406, 415, 501, 505 -> otherProtocol();
          case 413 -> "The backend takes less at once: set OTEL_BSP_MAX_EXPORT_BATCH_SIZE.";
          case 429, 502, 503, 504 -> "The backend is busy or not ready: try again later.";
          default -> "The backend's own log has more.";
        };
    // Only some backends answer with text; others answer with Protobuf, which nobody can read.
    String text = protocol == Protocol.HTTP_JSON ? quote(body) : printable(body);
    return Outcome.failed("HTTP " + status + text, advice);
  }

  /** Returns what an answer of gRPC means. */
  Outcome grpc(GrpcAnswer answer) {
    if (answer.getStatusCode() == GrpcStatusCode.OK) {
      return accepted("OK", PartialSuccess.ofProtobuf(answer.getResponseMessage()));
    }
    String description = answer.getStatusDescription();
    String said = description.isEmpty() ? "" : ": " + shortened(description);
    String advice =
        switch (answer.getStatusCode()) {
          case UNAUTHENTICATED, PERMISSION_DENIED -> credentials();
          case UNIMPLEMENTED -> nowhere();
          case UNAVAILABLE, RESOURCE_EXHAUSTED ->
              "The backend is busy or not ready: try again later.";
          case DEADLINE_EXCEEDED, CANCELLED -> slow();
          default -> otherProtocol();
        };
    return Outcome.failed("gRPC " + answer.getStatusCode() + said, advice);
  }

  private static Outcome accepted(String answer, Optional<PartialSuccess> partial) {
    if (partial.isEmpty()) {
      return Outcome.delivered(answer);
    }
    String message = partial.get().message();
    String why = message.isEmpty() ? "" : ": " + shortened(message);
    return partial.get().rejected() == 0
        ? Outcome.delivered(answer + ", with a remark" + why)
        : new Outcome(
            Outcome.Kind.PARTLY,
            answer + ", but " + partial.get().rejected() + " rejected" + why,
            "The backend says why; its limits or its rules for names may be the reason.");
  }

  /** Returns what it means that there is no answer. */
  Outcome noAnswer(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || isUnresolved(cause)) {
        return Outcome.failed(
            "no such host: " + endpoint.getHost(), "Is the endpoint spelled right?");
      }
      if (cause instanceof ProtocolException) {
        return Outcome.failed("an answer in another protocol", otherProtocol());
      }
      if (cause instanceof SSLException) {
        return tls(cause);
      }
      if (cause instanceof ConnectException) {
        return Outcome.failed(
            "connection refused by " + endpoint.getHost() + ":" + port(),
            "Is the collector running there? Receivers take grpc on 4317 and HTTP on 4318.");
      }
      if (cause instanceof InterruptedIOException || cause instanceof HttpTimeoutException) {
        return Outcome.failed("no answer in time", slow());
      }
    }
    return Outcome.failed(
        "the connection broke: " + shortened(String.valueOf(failure.getMessage())),
        otherProtocol());
  }

  /** The JDK's client says of an unknown host that it could not connect, and why behind that. */
  private static boolean isUnresolved(Throwable failure) {
    return failure instanceof ConnectException
        && failure.getCause() != null
        && (failure.getCause() instanceof UnresolvedAddressException
            || failure.getCause().getCause() instanceof UnresolvedAddressException);
  }

  private Outcome tls(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("application_protocol") || message.contains("application protocol")) {
      return Outcome.failed("TLS, but no HTTP/2 behind it", otherProtocol());
    }
    if (message.contains("SSL message")
        || message.contains("plaintext")
        || message.contains("not an SSL/TLS record")) {
      return Outcome.failed("TLS: there is no TLS on that port", "Use http:// in the endpoint.");
    }
    return Outcome.failed(
        "TLS: " + shortened(message),
        "For an authority of your own set OTEL_EXPORTER_OTLP_CERTIFICATE to its PEM file.");
  }

  private int port() {
    int standard = endpoint.getScheme().equals("https") ? 443 : 80;
    return endpoint.getPort() < 0 ? standard : endpoint.getPort();
  }

  private static String credentials() {
    return "Set OTEL_EXPORTER_OTLP_HEADERS to the key that the backend gave you.";
  }

  private String nowhere() {
    return "Is "
        + place()
        + " right? A backend that does not take "
        + signal.text()
        + " needs OTEL_"
        + signal
        + "_EXPORTER=none.";
  }

  private static String slow() {
    return "Is something between you and the backend dropping packets? OTEL_EXPORTER_OTLP_TIMEOUT"
        + " gives it longer.";
  }

  private String otherProtocol() {
    String other =
        protocol == Protocol.GRPC
            ? "http/protobuf, most often on port 4318"
            : "grpc, most often on port 4317";
    return "That port may not speak "
        + protocol.text()
        + ": try OTEL_EXPORTER_OTLP_PROTOCOL="
        + other
        + ".";
  }

  private static String quote(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "" : ": " + shortened(text);
  }

  private static String printable(byte[] body) {
    for (byte one : body) {
      if (one >= 0 && one < ' ' && one != '\n' && one != '\r' && one != '\t') {
        return "";
      }
    }
    return quote(body);
  }

  private static String shortened(String text) {
    String line = new Redactor().redact(text.replaceAll("\\s+", " "));
    return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
  }
}
