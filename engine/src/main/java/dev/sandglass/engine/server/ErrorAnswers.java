package dev.sandglass.engine.server;

import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.json.Json;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;

/** Turns what a request threw into its error answer. */
final class ErrorAnswers {
  private static final System.Logger LOG = System.getLogger(ErrorAnswers.class.getName());

  private ErrorAnswers() {}

  /** Answers with an error, or cuts the connection if the answer has begun already. */
  static void fail(RoutingContext context, Throwable failure) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    ApiException error = describe(failure);
    if (response.headWritten()) {
      context.request().connection().close();
      return;
    }
    // A length announced for the stream that was not to be, or its type, do not fit the error.
    response.headers().remove("Content-Length").remove("Content-Type").remove("Transfer-Encoding");
    response.setChunked(false);
    if (!context.request().isEnded()) {
      // The rest of the body is not read: the connection cannot serve another request.
      response.putHeader("Connection", "close");
      context.request().resume();
    }
    Answers.json(
        context,
        error.status(),
        Json.object().put("code", error.code()).put("message", error.getMessage()));
  }

  /** The error as clients see it. */
  static ApiException describe(Throwable failure) {
    if (failure instanceof ApiException error) {
      return error;
    }
    if (failure instanceof HttpException error) {
      return ofStatus(error.getStatusCode());
    }
    if (failure instanceof IsolationException) {
      log(failure);
      String message = String.valueOf(failure.getMessage());
      return new ApiException(500, "GENERAL::UNKNOWN_ERROR", message);
    }
    log(failure);
    return new ApiException(
        500,
        "GENERAL::UNKNOWN_ERROR",
        "the engine failed to do this; its log says more: sand engine logs");
  }

  /** The error for a status that the router gave. */
  static ApiException ofStatus(int status) {
    return switch (status) {
      case 404 -> new ApiException(404, "GENERAL::NOT_FOUND", "there is nothing at this address");
      case 405 ->
          new ApiException(
              405, "GENERAL::METHOD_NOT_ALLOWED", "this address does not take this method");
      case 413 -> new ApiException(413, "GENERAL::TOO_LARGE", "the request is too large");
      case 500 ->
          new ApiException(
              500,
              "GENERAL::UNKNOWN_ERROR",
              "the engine failed to do this; its log says more: sand engine logs");
      default ->
          new ApiException(
              status, "GENERAL::INVALID_REQUEST", "the request is malformed (" + status + ")");
    };
  }

  /** Logs an unexpected failure: what it was at level error, its stack trace at level debug. */
  static void log(Throwable failure) {
    if (failure instanceof IOException) {
      LOG.log(System.Logger.Level.DEBUG, "a request failed", failure);
      return;
    }
    LOG.log(System.Logger.Level.ERROR, "a request failed: {0}", failure.toString());
    LOG.log(System.Logger.Level.DEBUG, "stack trace", failure);
  }
}
