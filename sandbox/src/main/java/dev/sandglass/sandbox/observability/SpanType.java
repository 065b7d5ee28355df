package dev.sandglass.sandbox.observability;

import static dev.sandglass.sandbox.observability.SpanAttribute.BYTES_READ;
import static dev.sandglass.sandbox.observability.SpanAttribute.BYTES_WRITTEN;
import static dev.sandglass.sandbox.observability.SpanAttribute.ERROR_TYPE;
import static dev.sandglass.sandbox.observability.SpanAttribute.EXIT_CODE;
import static dev.sandglass.sandbox.observability.SpanAttribute.FILE_COUNT;
import static dev.sandglass.sandbox.observability.SpanAttribute.HTTP_METHOD;
import static dev.sandglass.sandbox.observability.SpanAttribute.HTTP_METHOD_ORIGINAL;
import static dev.sandglass.sandbox.observability.SpanAttribute.HTTP_RESEND_COUNT;
import static dev.sandglass.sandbox.observability.SpanAttribute.HTTP_ROUTE;
import static dev.sandglass.sandbox.observability.SpanAttribute.HTTP_STATUS;
import static dev.sandglass.sandbox.observability.SpanAttribute.OUTCOME;
import static dev.sandglass.sandbox.observability.SpanAttribute.SANDBOX_ID;
import static dev.sandglass.sandbox.observability.SpanAttribute.SANDBOX_PROVIDER;
import static dev.sandglass.sandbox.observability.SpanAttribute.SERVER_ADDRESS;
import static dev.sandglass.sandbox.observability.SpanAttribute.SERVER_PORT;
import static dev.sandglass.sandbox.observability.SpanAttribute.TIMED_OUT;
import static dev.sandglass.sandbox.observability.SpanAttribute.URL_FULL;
import static dev.sandglass.sandbox.observability.SpanAttribute.URL_PATH;
import static dev.sandglass.sandbox.observability.SpanAttribute.URL_SCHEME;
import static dev.sandglass.sandbox.observability.SpanAttribute.URL_TEMPLATE;

import io.opentelemetry.api.trace.SpanKind;
import java.util.List;

/** The kinds of spans of this client, with the attributes that each may have. */
public enum SpanType {
  /** Its names are those of {@link dev.sandglass.sandbox.Operation}. */
  OPERATION(
      SpanKind.INTERNAL,
      "One operation of the client API; a command's lasts until it has ended",
      SANDBOX_PROVIDER,
      SANDBOX_ID,
      OUTCOME,
      ERROR_TYPE,
      EXIT_CODE,
      TIMED_OUT,
      BYTES_READ,
      BYTES_WRITTEN,
      FILE_COUNT),
  /** Its name is the method and the template. */
  REQUEST(
      SpanKind.CLIENT,
      "One attempt of an HTTP request or of opening a WebSocket, until the head of the answer",
      HTTP_METHOD,
      HTTP_METHOD_ORIGINAL,
      HTTP_RESEND_COUNT,
      HTTP_STATUS,
      ERROR_TYPE,
      SERVER_ADDRESS,
      SERVER_PORT,
      URL_TEMPLATE,
      URL_FULL),
  /** Its name is that of the request. */
  SERVED(
      SpanKind.SERVER,
      "The engine's work on a request until the head of its answer, or until a command had begun;"
          + " scope `dev.sandglass.engine`",
      HTTP_METHOD,
      HTTP_ROUTE,
      HTTP_STATUS,
      ERROR_TYPE,
      SERVER_ADDRESS,
      SERVER_PORT,
      URL_PATH,
      URL_SCHEME),
  /** Its name is {@value #BACKGROUND_NAME}. */
  BACKGROUND(
      SpanKind.PRODUCER,
      "Beginning of the trace of a command that outlives the one that started it; both are linked",
      SANDBOX_PROVIDER,
      SANDBOX_ID);

  /** Instrumentation scope of {@link #SERVED}. */
  public static final String ENGINE_SCOPE = "dev.sandglass.engine";

  /** The name of the span that begins the trace of a background command. */
  public static final String BACKGROUND_NAME = "Process.background";

  private final SpanKind kind;
  private final String description;
  private final List<SpanAttribute> attributes;

  SpanType(SpanKind kind, String description, SpanAttribute... attributes) {
    this.kind = kind;
    this.description = description;
    this.attributes = List.of(attributes);
  }

  SpanKind kind() {
    return kind;
  }

  /** Its kind by OpenTelemetry's words: {@code INTERNAL}, {@code CLIENT}, {@code PRODUCER}. */
  public String kindName() {
    return kind.name();
  }

  /** What it stands for, in Markdown. */
  public String description() {
    return description;
  }

  /** The attributes it may have; no others. */
  public List<SpanAttribute> attributes() {
    return attributes;
  }
}
