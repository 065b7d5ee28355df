package dev.sandglass.engine.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Complete answers. To be called on the request's event loop. */
public final class Answers {
  private Answers() {}

  /** Answers with JSON; does nothing if the client has gone away. */
  public static void json(RoutingContext context, int status, JsonNode body) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(Json.bytes(body)));
  }

  /** Answers without a body; does nothing if the client has gone away. */
  public static void empty(RoutingContext context, int status) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status).end();
  }
}
