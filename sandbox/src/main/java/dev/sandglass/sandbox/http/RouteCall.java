package dev.sandglass.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One request about to be made: a route with its parameters. Not for use by several threads. */
public final class RouteCall {
  private static final String JSON = "application/json";

  private final Route route;
  private final String method;
  private final String path;
  private final StringBuilder query = new StringBuilder();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private BodyPublisher body = BodyPublishers.noBody();
  private boolean replayable = true;
  private boolean idempotent;
  private boolean anyStatus;
  private Optional<Duration> timeout = Optional.empty();
  private boolean unlimited;
  private boolean sheltered;

  private RouteCall(Route route, String method, String path) {
    this.route = route;
    this.method = method;
    this.path = path;
    this.idempotent = !method.equals("POST") && !method.equals("PATCH");
  }

  /** Starts a call of a route; the parameters fill its template in order. */
  public static RouteCall to(Route route, String... parameters) {
    return new RouteCall(route, route.method(), route.template().path(parameters));
  }

  /** Starts a call of a path that a user gave. */
  public static RouteCall raw(String method, String pathAndQuery) {
    RouteCall call = new RouteCall(Route.RAW, method, pathAndQuery);
    call.anyStatus = true;
    return call;
  }

  /** Adds a query parameter. */
  public RouteCall query(String name, String value) {
    query.append(query.length() == 0 ? '?' : '&').append(encode(name)).append('=');
    query.append(encode(value));
    return this;
  }

  /** Adds a header field. */
  public RouteCall header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Sends JSON. */
  public RouteCall json(JsonNode value) {
    body = BodyPublishers.ofString(value.toString());
    return header("Content-Type", JSON);
  }

  /** Sends what a publisher gives, once: such a call is not retried and has no time limit. */
  public RouteCall stream(String contentType, BodyPublisher publisher) {
    body = publisher;
    replayable = false;
    unlimited = true;
    return header("Content-Type", contentType);
  }

  /** Says that doing it twice is the same as doing it once, whatever its method. */
  public RouteCall idempotent() {
    idempotent = true;
    return this;
  }

  /** Sets another time limit for the head of the answer. */
  public RouteCall timeout(Duration limit) {
    timeout = Optional.of(limit);
    return this;
  }

  /** Takes every limit away from the time to the head of the answer. */
  public RouteCall unlimited() {
    unlimited = true;
    return this;
  }

  /**
   * Lets an interrupt wait until the answer is there, or the time is up: for a request whose effect
   * can only be undone with what the answer says. The thread's flag is set again.
   */
  public RouteCall sheltered() {
    sheltered = true;
    return this;
  }

  Route route() {
    return route;
  }

  String method() {
    return method;
  }

  String pathAndQuery() {
    return path + query;
  }

  ExchangeObserver.Exchange exchange(URI target, int resends) {
    return new ExchangeObserver.Exchange(new ObservedRequest(this), method, target, resends);
  }

  Map<String, String> headers() {
    return headers;
  }

  BodyPublisher body() {
    return body;
  }

  boolean retryable() {
    return idempotent && replayable;
  }

  boolean isSheltered() {
    return sheltered;
  }

  boolean acceptsAnyStatus() {
    return anyStatus;
  }

  Optional<Duration> limit(Duration standard) {
    return unlimited ? Optional.empty() : Optional.of(timeout.orElse(standard));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
