package dev.sandglass.telemetry.event;

import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.QueryArgument;
import dev.sandglass.scrubber.RouteTemplate;
import java.util.List;
import java.util.Optional;

/**
 * An API request was made to a provider, or served by the local engine.
 *
 * @param side which end of the connection tells
 * @param method its method
 * @param route the template of its path
 * @param query what is reportable of its query
 * @param status the answer's status; empty when there was no answer
 * @param duration from the request's beginning to the head of the answer
 * @param provider what kind of provider answered
 */
public record RequestHandled(
    @Meaning(name = "side", value = "Whether this program made the request or served it.")
        Side side,
    @Meaning(name = "method", value = "The HTTP method.") HttpMethod method,
    @Meaning(
            name = "route",
            value =
                "The declared template of the path, with names in place of values;"
                    + " `/:unknown` for any other path.")
        RouteTemplate route,
    @Meaning(
            name = "query",
            value = "Allow-listed parameters whose values are numbers or words of a fixed list.")
        List<QueryArgument> query,
    @Meaning(name = "status", value = "Status of the answer; absent when there was none.")
        Optional<HttpStatus> status,
    @Meaning(name = "duration_ms", value = "Milliseconds until the head of the answer.")
        Milliseconds duration,
    @Meaning(name = "provider", value = "Kind of the provider, not which one.")
        ProviderKind provider)
    implements Event.Body {

  /** The two ends of a connection. */
  public enum Side {
    MADE,
    SERVED
  }

  /** Kinds of providers. */
  public enum ProviderKind {
    LOCAL,
    OPENSANDBOX,
    DAYTONA,
    OTHER
  }

  /** Copies the query. */
  public RequestHandled {
    query = List.copyOf(query);
  }

  @Override
  public EventName eventName() {
    return EventName.REQUEST;
  }
}
