package dev.sandglass.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server of the OpenSandbox API that answers as a test wants it to. */
final class FakeProvider implements AutoCloseable {
  private final HttpServer server;
  private final List<String> parents = new CopyOnWriteArrayList<>();

  /** An answer. */
  record Answer(int status, String body) {
    static final Answer UNAUTHORIZED = new Answer(401, "{\"code\":\"X\",\"message\":\"no\"}");

    static Answer sandbox(String id) {
      return new Answer(
          200,
          "{\"id\":\"%s\",\"status\":{\"state\":\"Running\"},\"entrypoint\":[\"x\"],".formatted(id)
              + "\"createdAt\":\"2026-01-01T00:00:00Z\",\"metadata\":{}}");
    }
  }

  /**
   * Starts.
   *
   * @param answers by method and path, such as {@code GET /v1/sandboxes}
   */
  FakeProvider(Function<String, Answer> answers) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          parents.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
          exchange.getResponseHeaders().add("Server-Timing", "sandglass;dur=0.01");
          Answer answer =
              answers.apply(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** Variables that make it the provider. */
  Map<String, String> variables() {
    return Map.of(
        "SANDGLASS_URL",
        "http://localhost:" + server.getAddress().getPort(),
        "SANDGLASS_PROVIDER",
        "opensandbox");
  }

  /** The traces that requests belonged to, in the order in which they came. */
  List<String> parents() {
    return parents;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
