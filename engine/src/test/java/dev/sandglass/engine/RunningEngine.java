package dev.sandglass.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sandglass.engine.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real engine in a process and directories of its own, and requests to it.
 *
 * <pre>{@code
 * try (RunningEngine engine = RunningEngine.start()) {
 *   String id = engine.sandbox();
 *   engine.post("/v1/sandboxes/" + id + "/proxy/44772/command", "{\"command\":\"true\"}");
 * }
 * }</pre>
 *
 * <p>It is that of the executable that the system property {@code sand.launcher} names, and without
 * it this build's, on this JVM.
 */
public final class RunningEngine implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;

  /**
   * An answer.
   *
   * @param json the body, missing if it is empty or no JSON
   */
  public record Answer(int status, HttpHeaders headers, String body, JsonNode json) {
    /** The code of an error. */
    public String code() {
      return json.path("code").asText();
    }

    /** The message of an error. */
    public String message() {
      return json.path("message").asText();
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path base;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private Process process;
  private JsonNode file;

  private RunningEngine(Path base, List<String> arguments, Map<String, String> environment) {
    this.base = base;
    this.arguments = arguments;
    this.environment = environment;
  }

  /** Starts an engine in new directories. */
  public static RunningEngine start(String... arguments) {
    return start(Map.of(), arguments);
  }

  /** Starts an engine in new directories, with more in its environment. */
  public static RunningEngine start(Map<String, String> environment, String... arguments) {
    try {
      Path base = Files.createTempDirectory("sg");
      Files.createDirectories(base.resolve("run"));
      RunningEngine engine = new RunningEngine(base, List.of(arguments), environment);
      engine.launch();
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch() throws IOException {
    List<String> command = new ArrayList<>(program());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", base.resolve("state").toString());
    builder.environment().put("XDG_RUNTIME_DIR", base.resolve("run").toString());
    builder.environment().put("XDG_CONFIG_HOME", base.resolve("config").toString());
    // The consent of whoever runs the tests is not the engine's under test.
    builder.environment().keySet().removeAll(List.of("DO_NOT_TRACK", "SANDGLASS_TELEMETRY"));
    builder.environment().putIfAbsent("LOG_LEVEL", "info");
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(base.resolve("engine.log").toFile()));
    process = builder.start();
    // The line that says it is ready; nothing, if it could not start.
    String ready = process.inputReader().readLine();
    if (ready == null || !ready.startsWith("listening on ")) {
      throw new IllegalStateException("the engine did not start: " + log());
    }
    file = Json.parse(Files.readAllBytes(directories().engineFile()));
  }

  private List<String> program() {
    String launcher = System.getProperty("sand.launcher", "");
    boolean shifted = environment.containsKey(ShiftedEngine.VARIABLE);
    return launcher.isEmpty() || shifted
        ? List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            classPath(),
            (shifted ? ShiftedEngine.class : EngineMain.class).getName())
        : List.of(launcher, "engine", "serve");
  }

  /** This test's own class path; JUnit's console keeps it in a class loader of its own. */
  static String classPath() {
    if (RunningEngine.class.getClassLoader() instanceof URLClassLoader loader) {
      return Stream.of(loader.getURLs())
          .map(url -> Path.of(URI.create(url.toString())).toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  /** Where it keeps things. */
  public EngineDirectories directories() {
    return new EngineDirectories(
        base.resolve("state/sandglass/engine"), base.resolve("run/sandglass"));
  }

  /** The directory of the user's configuration; it need not exist. */
  public Path configuration() {
    return base.resolve("config/sandglass");
  }

  /** Its process. */
  public Process process() {
    return process;
  }

  /** Its port. */
  public int port() {
    return file.path("port").asInt();
  }

  /** Its key. */
  public String key() {
    return file.path("key").asText();
  }

  /** What it logged. */
  public String log() {
    try {
      return Files.readString(base.resolve("engine.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the process as with {@code kill -9}; sandboxes stay. */
  public void killNine() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Ends the process by SIGTERM; sandboxes stay. Returns its exit code. */
  public int terminate() {
    process.destroy();
    awaitExit();
    return process.exitValue();
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the engine did not end: " + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts another engine in the same directories; the earlier one must have ended. */
  public void restart() {
    try {
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Address of a path. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** A request with the key, to be completed and sent by {@link #send}. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("OPEN-SANDBOX-API-KEY", key());
  }

  /** Sends a request. */
  public Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode json = MissingNode.getInstance();
      if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/json")) {
        json = Json.parse(response.body());
      }
      return new Answer(response.statusCode(), response.headers(), response.body(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a request with a JSON body. */
  public Answer send(String method, String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** GET. */
  public Answer get(String path) {
    return send(request(path).build());
  }

  /** POST with a JSON body. */
  public Answer post(String path, String body) {
    return send("POST", path, body);
  }

  /** DELETE. */
  public Answer delete(String path) {
    return send(request(path).DELETE().build());
  }

  /** Creates a sandbox of the host template and waits until it runs; returns its id. */
  public String sandbox() {
    return sandbox("{}");
  }

  /** Creates a sandbox and waits until it runs; the fields are added to the request. */
  public String sandbox(String fields) {
    try {
      var request = Json.object();
      request.putObject("image").put("uri", "host");
      request.putArray("entrypoint").add("tail").add("-f").add("/dev/null");
      request.putObject("resourceLimits");
      Json.parse(fields).properties().forEach(f -> request.set(f.getKey(), f.getValue()));
      if (request.has("snapshotId")) {
        request.remove("image");
      }
      Answer created = post("/v1/sandboxes", Json.text(request));
      if (created.status() != 202) {
        throw new IllegalStateException("not created: " + created.body());
      }
      String id = created.json().path("id").asText();
      await(id, "Running");
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a sandbox is in a state; {@code Deleted} until it is gone. */
  public JsonNode await(String id, String state) {
    Answer answer = get("/v1/x-sandglass/sandboxes/" + id + "/wait?state=" + state + "&timeout=60");
    if (answer.status() != 200) {
      throw new IllegalStateException(
          id + " is not " + state + ": " + answer.body() + "\n" + log());
    }
    return answer.json();
  }

  /** Runs a shell command in a sandbox; returns its standard output, a line per event. */
  public String shell(String id, String command) {
    Answer answer =
        post(
            "/v1/sandboxes/" + id + "/proxy/44772/command",
            Json.text(Json.object().put("command", command)));
    if (answer.status() != 200) {
      throw new IllegalStateException("not executed: " + answer.body());
    }
    StringBuilder output = new StringBuilder();
    for (String event : answer.body().split("\n\n")) {
      try {
        JsonNode json = Json.parse(event);
        if (json.path("type").asText().equals("stdout")) {
          output.append(json.path("text").asText()).append('\n');
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return output.toString();
  }

  /** Deletes all sandboxes, ends the engine and deletes its directories. */
  @Override
  public void close() {
    if (!process.isAlive()) {
      restart();
    }
    for (JsonNode sandbox : get("/v1/sandboxes?pageSize=200").json().path("items")) {
      String id = sandbox.path("id").asText();
      delete("/v1/sandboxes/" + id);
      await(id, "Deleted");
    }
    terminate();
    try (Stream<Path> files = Files.walk(base)) {
      files.sorted(Comparator.reverseOrder()).forEach(RunningEngine::deleteIfPossible);
    } catch (IOException | UncheckedIOException e) {
      // Files of sandboxes belong to other users; nothing a test could do about them.
      System.err.println("left behind: " + base);
    }
  }

  private static void deleteIfPossible(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
