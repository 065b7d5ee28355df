package dev.sandglass.engine.server;

import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.Lifecycle;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.lifecycle.Sandboxes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The engine's HTTP server. */
public final class EngineServer implements AutoCloseable {
  private static final int MAX_URI_BYTES = 16 * 1024;
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final long CLOSE_SECONDS = 3;

  private final Vertx vertx;
  private final Sandboxes sandboxes;
  private final SandboxProxy proxy;
  private final Forwards forwards;
  private final HttpServer server;
  private final AtomicInteger open = new AtomicInteger();
  private volatile long lastActivityNanos = System.nanoTime();

  /**
   * Makes the server; {@link #listen} must follow.
   *
   * @param host host name or address to listen on
   * @param parts what every running sandbox serves
   * @param own what the engine itself serves beyond its usual
   * @param pages what decides itself who may ask
   * @param runtime directory that only the engine's user may enter
   * @param observer is told of requests
   */
  public EngineServer(
      Vertx vertx,
      String host,
      String key,
      Lifecycle lifecycle,
      List<SandboxRoutes> parts,
      List<EngineRoutes> own,
      List<SelfGuardedRoutes> pages,
      EngineControl control,
      BlockingWork work,
      Path runtime,
      RequestObserver observer) {
    this.vertx = vertx;
    this.sandboxes = lifecycle.sandboxes();
    this.proxy = new SandboxProxy(vertx, work, sandboxes, runtime);
    this.forwards = new Forwards(sandboxes);
    Access access = new Access(key, sandboxes, host.contains(":") ? "[" + host + "]" : host);
    Router execd = Router.router(vertx);
    Router inside = Router.router(vertx);
    parts.forEach(part -> part.mount(execd, inside));
    LifecycleRoutes lifecycleRoutes = new LifecycleRoutes(lifecycle, work);
    ExtensionRoutes extensionRoutes = new ExtensionRoutes(lifecycle, forwards, control, work);
    Router root = guarded(access, pages, new RequestWatch(observer, sandboxes));
    // Mounted twice side by side: Vert.x 5 miscounts paths of routers with parameters inside
    // others.
    for (String prefix : List.of("/v1", "")) {
      lifecycleRoutes.mount(root, prefix);
      extensionRoutes.mount(root, prefix + "/x-sandglass");
      own.forEach(routes -> routes.mount(root, prefix + "/x-sandglass"));
      String proxied = prefix + "/sandboxes/:sandboxId/proxy/";
      mount(root, proxied + SandboxProxy.EXECD_PORT + "/*", execd);
      mount(root, prefix + "/x-sandglass/sandboxes/:sandboxId/*", inside);
      root.route(proxied + ":port").handler(this::proxy);
      root.route(proxied + ":port/*").handler(this::proxy);
    }
    answerErrors(root);
    this.server = vertx.createHttpServer(options());
    server.requestHandler(root);
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(MAX_URI_BYTES)
        .setMaxHeaderSize(4 * MAX_URI_BYTES)
        .setMaxChunkSize(CHUNK_BYTES)
        .setMaxWebSocketFrameSize(2 * CHUNK_BYTES)
        .setMaxWebSocketMessageSize(1024 * 1024)
        .setHandle100ContinueAutomatically(true)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setHttp2ClearTextEnabled(false)
        .setCompressionSupported(false);
  }

  private Router guarded(Access access, List<SelfGuardedRoutes> pages, RequestWatch watch) {
    Router root = Router.router(vertx);
    root.route().handler(this::count);
    root.route().handler(access::identify);
    pages.forEach(routes -> routes.mount(root));
    root.route().handler(access::refuseForeign);
    root.get("/health").handler(EngineServer::health);
    root.get("/v1/health").handler(EngineServer::health);
    root.route().handler(access::authenticate);
    root.route().handler(RequestClock::start);
    root.route().handler(watch::watch);
    return root;
  }

  private void mount(Router root, String path, Router part) {
    root.route(path).handler(this::findSandbox);
    root.route(path).subRouter(part);
  }

  private static void answerErrors(Router root) {
    root.route()
        .failureHandler(
            context ->
                ErrorAnswers.fail(
                    context,
                    context.failure() == null
                        ? ErrorAnswers.ofStatus(context.statusCode())
                        : context.failure()));
    for (int status : new int[] {400, 404, 405, 406, 413, 414, 415}) {
      root.errorHandler(
          status, context -> ErrorAnswers.fail(context, ErrorAnswers.ofStatus(status)));
    }
  }

  private static void health(RoutingContext context) {
    Answers.json(context, 200, Json.object().put("status", "healthy"));
  }

  private void count(RoutingContext context) {
    lastActivityNanos = System.nanoTime();
    open.incrementAndGet();
    context.addEndHandler(
        ended -> {
          lastActivityNanos = System.nanoTime();
          open.decrementAndGet();
        });
    context.next();
  }

  private void findSandbox(RoutingContext context) {
    String id = context.pathParam(LifecycleRoutes.SANDBOX_ID);
    LiveSandbox sandbox = sandboxes.live(id);
    sandboxes.accessed(id);
    context.put(SandboxRoutes.SANDBOX, sandbox);
    context.next();
  }

  private void proxy(RoutingContext context) {
    String id = context.pathParam(LifecycleRoutes.SANDBOX_ID);
    int port = LifecycleRoutes.port(context.pathParam("port"));
    LiveSandbox sandbox = sandboxes.live(id);
    if (port == SandboxProxy.EXECD_PORT || port == SandboxProxy.EGRESS_PORT) {
      throw ErrorAnswers.ofStatus(404);
    }
    sandboxes.accessed(id);
    proxy.handle(context, sandbox, port);
  }

  /**
   * Starts to listen; blocks until it does.
   *
   * @return the port
   * @throws IOException if the address cannot be had
   */
  public int listen(int port, String host) throws IOException {
    try {
      return server
          .listen(port, host)
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS)
          .actualPort();
    } catch (ExecutionException | CompletionException e) {
      throw new IOException(
          "cannot listen on " + host + ":" + port + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("cannot listen on " + host + ":" + port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** For how long nobody has asked for anything; zero while a request is being answered. */
  public long idleSeconds() {
    return open.get() > 0
        ? 0
        : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastActivityNanos);
  }

  /** Stops listening and cuts what is still open. */
  @Override
  public void close() {
    try {
      server.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.getLogger(EngineServer.class.getName())
          .log(System.Logger.Level.DEBUG, "the server did not close in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    forwards.close();
    proxy.close();
  }
}
