package dev.sandglass.sandbox.observability;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * Every attribute of a span, an event or a metric of this client: the one table of their names.
 * Those that begin with {@code sandglass.} or {@code sandbox.} are our own, the others are of
 * OpenTelemetry's semantic conventions.
 */
public enum SpanAttribute {
  SANDBOX_ID("sandbox.id", Type.STRING, "Id of the sandbox that an operation is about"),
  SANDBOX_PROVIDER("sandbox.provider", Type.STRING, "Kind of the provider: `local`, `opensandbox`"),
  STATE("sandbox.state", Type.STRING, "State that was waited for and is reached"),
  STATES_AWAITED("sandbox.states.awaited", Type.STRINGS, "States that are waited for"),
  OPERATION("sandglass.operation", Type.STRING, "Name of the operation, such as `Sandbox.create`"),
  OUTCOME(
      "sandglass.outcome",
      Type.STRING,
      "How an operation ended: `ok`, `failed`, or `cancelled` by an interrupt, a close or a"
          + " signal"),
  BYTES_READ("sandglass.bytes.read", Type.LONG, "Bytes of output or content that came out"),
  BYTES_WRITTEN("sandglass.bytes.written", Type.LONG, "Bytes of input or content that went in"),
  FILE_COUNT("sandglass.file.count", Type.LONG, "Files that were listed, found or transferred"),
  TIMED_OUT("sandglass.process.timed_out", Type.BOOLEAN, "Whether its time-out ended a command"),
  RETRY_DELAY("sandglass.retry.delay", Type.DOUBLE, "Seconds until a request is made again"),
  EXIT_CODE("process.exit.code", Type.LONG, "Exit code of the command in the sandbox"),
  ERROR_TYPE(
      "error.type",
      Type.STRING,
      "What went wrong: an HTTP status, the kind of error, such as `NotFound`, or `cancelled` where a"
          + " signal ended the program in the middle of it"),
  EXCEPTION_TYPE("exception.type", Type.STRING, "Class of an error"),
  EXCEPTION_MESSAGE("exception.message", Type.STRING, "Message of an error, without secrets"),
  EXCEPTION_STACKTRACE(
      "exception.stacktrace", Type.STRING, "Stack trace of an error, without secrets"),
  HTTP_METHOD(
      "http.request.method", Type.STRING, "Method of a request; `_OTHER` if it is none of HTTP's"),
  HTTP_METHOD_ORIGINAL(
      "http.request.method_original", Type.STRING, "Method as it was sent, where it is `_OTHER`"),
  HTTP_RESEND_COUNT(
      "http.request.resend_count",
      Type.LONG,
      "How many attempts there were before this one; absent for the first"),
  HTTP_ROUTE(
      "http.route", Type.STRING, "Path with placeholders that the engine served a request by"),
  HTTP_STATUS("http.response.status_code", Type.LONG, "Status of the answer"),
  SERVER_ADDRESS("server.address", Type.STRING, "Host of the provider"),
  SERVER_PORT("server.port", Type.LONG, "Port of the provider"),
  URL_FULL(
      "url.full",
      Type.STRING,
      "Address of a request, without secrets and without the values of its query"),
  URL_PATH("url.path", Type.STRING, "Path that the engine was asked for, without secrets"),
  URL_SCHEME("url.scheme", Type.STRING, "Scheme of a request, such as `http` or `ws`"),
  URL_TEMPLATE(
      "url.template",
      Type.STRING,
      "Path with placeholders, such as"
          + " `/sandboxes/:sandboxId`; absent where a raw call is of no route");

  /** What values an attribute has. */
  public enum Type {
    STRING,
    STRINGS,
    LONG,
    DOUBLE,
    BOOLEAN
  }

  private final String key;
  private final Type type;
  private final String description;

  SpanAttribute(String key, Type type, String description) {
    this.key = key;
    this.type = type;
    this.description = description;
  }

  /** Its name. */
  public String key() {
    return key;
  }

  /** What values it has. */
  public Type type() {
    return type;
  }

  /** What it means, in Markdown. */
  public String description() {
    return description;
  }

  AttributeKey<String> text() {
    return AttributeKey.stringKey(checked(Type.STRING));
  }

  AttributeKey<List<String>> texts() {
    return AttributeKey.stringArrayKey(checked(Type.STRINGS));
  }

  AttributeKey<Long> number() {
    return AttributeKey.longKey(checked(Type.LONG));
  }

  AttributeKey<Double> fraction() {
    return AttributeKey.doubleKey(checked(Type.DOUBLE));
  }

  AttributeKey<Boolean> flag() {
    return AttributeKey.booleanKey(checked(Type.BOOLEAN));
  }

  private String checked(Type wanted) {
    if (type != wanted) {
      throw new IllegalStateException(key + " is of type " + type);
    }
    return key;
  }
}
