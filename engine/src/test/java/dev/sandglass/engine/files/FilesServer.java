package dev.sandglass.engine.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.HolderSpec;
import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.isolation.NetworkMode;
import dev.sandglass.engine.isolation.ResourceLimits;
import dev.sandglass.engine.isolation.SandboxUser;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.SandboxRoutes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The routes of files behind a real server, with one real sandbox. */
final class FilesServer {
  static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/root");

  private final Path state;
  private final Isolation isolation;
  private final Vertx vertx = Vertx.vertx();
  private final BlockingWork work = new BlockingWork();
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private FileRoutes routes;
  private Router router;
  private Live live;

  record Live(String id, Holder holder, Path directory) implements LiveSandbox {
    @Override
    public Map<String, String> environment() {
      return ENVIRONMENT;
    }

    @Override
    public String workingDirectory() {
      return "/workspace";
    }

    @Override
    public ResourceLimits limits() {
      return ResourceLimits.NONE;
    }

    @Override
    public List<String> entrypoint() {
      return List.of("sleep", "infinity");
    }
  }

  FilesServer() throws Exception {
    state = Files.createTempDirectory("sandglass-files");
    isolation = Isolation.open(state);
    live = live(List.of(isolation.hostLayer()), true);
    routes = new FileRoutes(work);
    router = router();
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setMaxInitialLineLength(64 * 1024))
            .requestHandler(request -> router.handle(request))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  private Live live(List<String> layers, boolean host) throws IOException {
    Path directory = state.resolve("sandboxes/one");
    Files.createDirectories(directory);
    HolderSpec spec =
        new HolderSpec(
            "one", host, layers, List.of(), ResourceLimits.NONE, "box", NetworkMode.NONE);
    return new Live("one", isolation.start(spec), directory);
  }

  private Router router() {
    Router execd = Router.router(vertx);
    Router extensions = Router.router(vertx);
    routes.mount(execd, extensions);
    Router all = Router.router(vertx);
    all.route().handler(this::findSandbox);
    all.route("/x/*").subRouter(extensions);
    all.route("/*").subRouter(execd);
    all.route().failureHandler(FilesServer::fail);
    return all;
  }

  private void findSandbox(RoutingContext context) {
    context.put(SandboxRoutes.SANDBOX, live);
    context.next();
  }

  private static void fail(RoutingContext context) {
    if (context.failure() instanceof ApiException error) {
      context
          .response()
          .setStatusCode(error.status())
          .end(
              Json.text(
                  Json.object().put("code", error.code()).put("message", error.getMessage())));
    } else {
      context.response().setStatusCode(Math.max(400, context.statusCode())).end();
    }
  }

  /** What another engine would be after this one was killed: knows nothing of what this one did. */
  void forget() {
    routes.close();
    routes = new FileRoutes(work);
    router = router();
  }

  Isolation isolation() {
    return isolation;
  }

  Path state() {
    return state;
  }

  Holder holder() {
    return live.holder();
  }

  /** Stops the sandbox and starts it anew. */
  void restart() throws IOException {
    live.holder().stop(0);
    live = live(List.of(isolation.hostLayer()), true);
  }

  int port() {
    return server.actualPort();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + target));
  }

  HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofByteArray());
  }

  HttpClient client() {
    return client;
  }

  HttpResponse<byte[]> get(String target, String... headers) throws Exception {
    HttpRequest.Builder builder = request(target);
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return send(builder.build());
  }

  HttpResponse<byte[]> delete(String target) throws Exception {
    return send(request(target).DELETE().build());
  }

  HttpResponse<byte[]> post(String target, String json) throws Exception {
    return send(request(target).POST(BodyPublishers.ofString(json)).build());
  }

  HttpResponse<byte[]> put(String target, BodyPublisher body) throws Exception {
    return send(request(target).PUT(body).build());
  }

  HttpResponse<byte[]> upload(String body) throws Exception {
    return send(
        request("/files/upload")
            .header("Content-Type", "multipart/form-data; boundary=XX")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** A pair of parts; the last one is to be followed by {@code --XX--}. */
  static String pair(String metadata, String content) {
    return "--XX\r\nContent-Disposition: form-data; name=\"metadata\"; filename=\"metadata\"\r\n"
        + "Content-Type: application/json\r\n\r\n"
        + metadata
        + "\r\n--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n"
        + "Content-Type: application/octet-stream\r\n\r\n"
        + content
        + "\r\n";
  }

  static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return Json.parse(response.body());
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  /** Runs a shell script as code of the sandbox, and returns what it printed. */
  String shell(String script) throws Exception {
    Execution execution = start(script);
    String out = new String(execution.stdout().readAllBytes(), UTF_8);
    String err = new String(execution.stderr().readAllBytes(), UTF_8);
    int code = execution.exit().get(60, TimeUnit.SECONDS);
    if (code != 0) {
      throw new IllegalStateException("exit " + code + ": " + err);
    }
    return out;
  }

  /** Starts a shell script as code of the sandbox. */
  Execution start(String script) throws IOException {
    Execution execution =
        live.holder()
            .execute(
                new ExecutionSpec(
                    List.of("/bin/sh", "-c", script),
                    "/workspace",
                    ENVIRONMENT,
                    SandboxUser.ROOT,
                    Optional.empty()));
    execution.stdin().close();
    return execution;
  }

  void close() throws Exception {
    routes.close();
    server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    work.close();
    isolation.collectOrphans(Set.of());
    for (String tree : List.of("sandboxes", "layers", "executions", "scripts")) {
      isolation.deleteTree(Path.of(tree));
    }
    Files.delete(state);
  }
}
