package dev.sandglass.sandbox.observability;

import static dev.sandglass.sandbox.observability.SpanAttribute.ERROR_TYPE;
import static dev.sandglass.sandbox.observability.SpanAttribute.HTTP_METHOD;
import static dev.sandglass.sandbox.observability.SpanAttribute.HTTP_STATUS;
import static dev.sandglass.sandbox.observability.SpanAttribute.OPERATION;
import static dev.sandglass.sandbox.observability.SpanAttribute.OUTCOME;
import static dev.sandglass.sandbox.observability.SpanAttribute.SANDBOX_PROVIDER;
import static dev.sandglass.sandbox.observability.SpanAttribute.SERVER_ADDRESS;
import static dev.sandglass.sandbox.observability.SpanAttribute.SERVER_PORT;
import static dev.sandglass.sandbox.observability.SpanAttribute.URL_TEMPLATE;

import java.util.List;

/** Every metric of this client: the one table of their names. */
public enum Metric {
  OPERATION_DURATION(
      "sandglass.operation.duration",
      Instrument.HISTOGRAM,
      "s",
      "How long operations of the client API take",
      OPERATION,
      SANDBOX_PROVIDER,
      OUTCOME,
      ERROR_TYPE),
  REQUEST_DURATION(
      "http.client.request.duration",
      Instrument.HISTOGRAM,
      "s",
      "How long requests take until the head of their answer, each attempt by itself",
      HTTP_METHOD,
      SERVER_ADDRESS,
      SERVER_PORT,
      URL_TEMPLATE,
      HTTP_STATUS,
      ERROR_TYPE),
  BYTES_READ(
      "sandglass.bytes.read",
      Instrument.COUNTER,
      "By",
      "Output and content that came out of sandboxes",
      OPERATION,
      SANDBOX_PROVIDER),
  BYTES_WRITTEN(
      "sandglass.bytes.written",
      Instrument.COUNTER,
      "By",
      "Input and content that went into sandboxes",
      OPERATION,
      SANDBOX_PROVIDER),
  TASKS_ACTIVE(
      "sandglass.task.active",
      Instrument.UP_DOWN_COUNTER,
      "{task}",
      "Sandboxes that work on many at once has still to do with",
      OPERATION,
      SANDBOX_PROVIDER),
  TASKS_COMPLETED(
      "sandglass.task.completed",
      Instrument.COUNTER,
      "{task}",
      "Sandboxes that such work is done with",
      OPERATION,
      SANDBOX_PROVIDER),
  TASKS_FAILED(
      "sandglass.task.failed",
      Instrument.COUNTER,
      "{task}",
      "Sandboxes with which such work failed",
      OPERATION,
      SANDBOX_PROVIDER,
      ERROR_TYPE),
  TASKS_CANCELLED(
      "sandglass.task.cancelled",
      Instrument.COUNTER,
      "{task}",
      "Sandboxes that such work was given up for",
      OPERATION,
      SANDBOX_PROVIDER);

  /** Bounds of the buckets of every duration, in seconds: those of the semantic conventions. */
  public static final List<Double> DURATION_BUCKETS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  /** What a metric is. */
  public enum Instrument {
    COUNTER,
    UP_DOWN_COUNTER,
    HISTOGRAM
  }

  private final String metricName;
  private final Instrument instrument;
  private final String unit;
  private final String description;
  private final List<SpanAttribute> attributes;

  Metric(
      String metricName,
      Instrument instrument,
      String unit,
      String description,
      SpanAttribute... attributes) {
    this.metricName = metricName;
    this.instrument = instrument;
    this.unit = unit;
    this.description = description;
    this.attributes = List.of(attributes);
  }

  /** Its name. */
  public String metricName() {
    return metricName;
  }

  /** What it is. */
  public Instrument instrument() {
    return instrument;
  }

  /** Its unit by UCUM. */
  public String unit() {
    return unit;
  }

  /** What it tells, in Markdown. */
  public String description() {
    return description;
  }

  /** The attributes it may have; no others. */
  public List<SpanAttribute> attributes() {
    return attributes;
  }
}
