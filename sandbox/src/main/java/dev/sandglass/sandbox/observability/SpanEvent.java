package dev.sandglass.sandbox.observability;

import java.util.List;

/** Every event on a span of this client: the one table of their names. */
public enum SpanEvent {
  WAIT_BEGAN(
      "sandbox.wait",
      "The server is asked or watched until a state is reached",
      SpanAttribute.STATES_AWAITED),
  STATE_REACHED(
      "sandbox.state.reached", "A state that was waited for is reached", SpanAttribute.STATE),
  RETRY(
      "http.retry",
      "A request failed in a way that is worth another attempt",
      SpanAttribute.HTTP_RESEND_COUNT,
      SpanAttribute.RETRY_DELAY),
  EXCEPTION(
      "exception",
      "The operation or request failed",
      SpanAttribute.EXCEPTION_TYPE,
      SpanAttribute.EXCEPTION_MESSAGE,
      SpanAttribute.EXCEPTION_STACKTRACE);

  private final String eventName;
  private final String description;
  private final List<SpanAttribute> attributes;

  SpanEvent(String eventName, String description, SpanAttribute... attributes) {
    this.eventName = eventName;
    this.description = description;
    this.attributes = List.of(attributes);
  }

  /** Its name. */
  public String eventName() {
    return eventName;
  }

  /** What it means, in Markdown. */
  public String description() {
    return description;
  }

  /** Its attributes. */
  public List<SpanAttribute> attributes() {
    return attributes;
  }
}
