package dev.sandglass.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A real engine in a process of its own, with one sandbox. */
final class EngineUnderTest implements AutoCloseable {
  private static final String KEY = "OPEN-SANDBOX-API-KEY";

  private final Path home;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;
  private String address;
  private String key;
  private String sandbox;

  EngineUnderTest() throws IOException {
    home = Files.createTempDirectory("sandglass-execution");
    Files.createDirectory(home.resolve("run"));
    start();
    ObjectNode request = Json.object();
    request.putObject("image").put("uri", "host");
    request.set("entrypoint", Json.array(List.of("sh", "-c", "echo entry; exec sleep infinity")));
    request.putObject("resourceLimits");
    HttpResponse<String> created = send("POST", "/v1/sandboxes", Json.text(request));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(202);
    sandbox = Json.parse(created.body()).path("id").asText();
    await(() -> state().equals("Running"));
  }

  private void start() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx192m",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.sandglass.engine.EngineMain");
    builder.environment().put("XDG_STATE_HOME", home.toString());
    builder.environment().put("XDG_RUNTIME_DIR", home.resolve("run").toString());
    builder.redirectError(home.resolve("engine.err").toFile());
    process = builder.start();
    var output = new BufferedReader(new InputStreamReader(process.getInputStream()));
    String line = String.valueOf(output.readLine());
    assertThat(line).as(Files.readString(home.resolve("engine.err"))).startsWith("listening on ");
    address = line.substring("listening on ".length());
    Path file = home.resolve("run").resolve("sandglass").resolve("engine.json");
    key = Json.parse(Files.readAllBytes(file)).path("key").asText();
  }

  /** Kills the engine with -9 and starts another. */
  void killAndRestart() throws Exception {
    process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    start();
    await(() -> state().equals("Running"));
  }

  private String state() {
    HttpResponse<String> answer = send("GET", "/v1/sandboxes/" + sandbox, "");
    return json(answer).path("status").path("state").asText();
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

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header(KEY, key)
        .timeout(Duration.ofSeconds(60))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
  }

  HttpResponse<String> send(String method, String path, String body) {
    return exchange(request(method, path, body), BodyHandlers.ofString());
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

  /** All events of a stream but pings, parsed from its frames. */
  List<JsonNode> events(String path, ObjectNode body) {
    HttpResponse<String> answer = send("POST", execd(path), Json.text(body));
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
        .header(KEY, key)
        .buildAsync(URI.create(address.replace("http:", "ws:") + path), listener)
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
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("the engine is gone");
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() throws IOException {
    send("DELETE", "/v1/sandboxes/" + sandbox, "");
    await(() -> send("GET", "/v1/sandboxes/" + sandbox, "").statusCode() == 404);
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    // The host layer belongs to ids of the sandboxes where the engine is not root.
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
