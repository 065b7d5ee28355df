package dev.sandglass.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A real engine in a process of its own, with one sandbox; its answers as they come. */
final class EngineUnderTest implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final RunningEngine engine;
  private final String sandbox;

  EngineUnderTest() {
    engine = RunningEngine.start();
    sandbox =
        engine.sandbox("{\"entrypoint\":[\"sh\",\"-c\",\"echo entry; exec sleep infinity\"]}");
  }

  /** Kills the engine with -9 and starts another. */
  void killAndRestart() {
    engine.killNine();
    engine.restart();
    engine.await(sandbox, "Running");
  }

  static JsonNode json(HttpResponse<String> answer) {
    return json(answer.body());
  }

  static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  /** Path of execd in the sandbox. */
  String execd(String path) {
    return "/v1/sandboxes/" + sandbox + "/proxy/44772" + path;
  }

  /** Path of an extension of the sandbox. */
  String extension(String path) {
    return "/v1/x-sandglass/sandboxes/" + sandbox + path;
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        engine
            .request(path)
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    return exchange(request(method, path, body, headers), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(String path) {
    return exchange(request("GET", path, ""), BodyHandlers.ofByteArray());
  }

  HttpResponse<InputStream> open(String method, String path, String body) {
    return exchange(request(method, path, body), BodyHandlers.ofInputStream());
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * All events of a stream but pings, parsed from its frames.
   *
   * @param headers names and values in turn
   */
  List<JsonNode> events(String path, ObjectNode body, String... headers) {
    HttpResponse<String> answer = send("POST", execd(path), Json.text(body), headers);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    List<JsonNode> events = new ArrayList<>();
    for (String frame : answer.body().split("\n\n")) {
      JsonNode event = json(frame);
      if (!event.path("type").asText().equals("ping")) {
        events.add(event);
      }
    }
    return events;
  }

  List<JsonNode> command(String command) {
    return events("/command", Json.object().put("command", command));
  }

  static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.path("type").asText()).toList();
  }

  static List<String> texts(List<JsonNode> events, String type) {
    return events.stream()
        .filter(event -> event.path("type").asText().equals(type))
        .map(event -> event.path("text").asText())
        .toList();
  }

  WebSocket webSocket(String path, WebSocket.Listener listener) {
    return client
        .newWebSocketBuilder()
        .header("OPEN-SANDBOX-API-KEY", engine.key())
        .buildAsync(URI.create("ws://127.0.0.1:" + engine.port() + path), listener)
        .join();
  }

  /** Command lines of the sandbox's processes. */
  List<String> processes() {
    List<String> lines = new ArrayList<>();
    json(send("GET", extension("/processes"), ""))
        .forEach(
            process -> {
              List<String> words = new ArrayList<>();
              process.path("command").forEach(word -> words.add(word.asText()));
              lines.add(String.join(" ", words));
            });
    return lines;
  }

  /** Resident memory of the engine, in bytes. */
  long memory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + engine.process().pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("the engine is gone");
  }

  /** Waits for a condition that nobody announces. */
  static void await(BooleanSupplier condition) {
    Await.until(condition);
  }

  @Override
  public void close() {
    engine.close();
  }
}
