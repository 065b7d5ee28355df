package dev.sandglass.engine.server;

import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.lifecycle.Sandboxes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Passes requests and WebSockets on to ports inside sandboxes. */
final class SandboxProxy implements AutoCloseable {
  /** Port at which every sandbox's commands and files are served, by the engine itself. */
  static final int EXECD_PORT = 44772;

  /** Port of the egress policy in the specification; there is none yet. */
  static final int EGRESS_PORT = 18080;

  private static final int MAX_SOCKET_PATH = 100;
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "host",
          "expect",
          Access.KEY_HEADER.toLowerCase(Locale.ROOT),
          Access.TOKEN_HEADER.toLowerCase(Locale.ROOT));

  private record Target(String sandbox, int port) {}

  private record Listening(PortRelay relay, Path socket, long holderPid) {}

  private final HttpClient client;
  private final BlockingWork work;
  private final Sandboxes sandboxes;
  private final Path sockets;
  private final boolean ownDirectory;
  private final Map<Target, Listening> relays = new HashMap<>();
  private long count;

  /**
   * Makes the proxy.
   *
   * @param runtime directory that only the engine's user may enter
   */
  SandboxProxy(Vertx vertx, BlockingWork work, Sandboxes sandboxes, Path runtime) {
    this.work = work;
    this.sandboxes = sandboxes;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAliveTimeout(5)
                .setMaxChunkSize(64 * 1024)
                .setDecompressionSupported(false));
    Path directory = runtime.resolve("ports");
    this.ownDirectory = directory.toString().length() > MAX_SOCKET_PATH - 16;
    try {
      // The kernel allows socket paths of 107 bytes only.
      this.sockets =
          ownDirectory
              ? Files.createTempDirectory("sandglass-")
              : Files.createDirectories(directory);
      clear();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for sockets", e);
    }
  }

  /** Serves a request to a port of a running sandbox. */
  void handle(RoutingContext context, LiveSandbox sandbox, int port) {
    HttpServerRequest request = context.request();
    request.pause();
    String uri = inner(request.uri());
    work.submit(() -> listen(sandbox, port))
        .compose(socket -> open(request, socket, uri, port))
        .onFailure(failure -> ErrorAnswers.fail(context, unreachable(failure, sandbox, port)))
        .onSuccess(inside -> exchange(context, inside, sandbox, port));
  }

  private static Throwable unreachable(Throwable failure, LiveSandbox sandbox, int port) {
    if (failure instanceof ApiException) {
      return failure;
    }
    return new ApiException(
        502,
        "SANDBOX::PORT_UNREACHABLE",
        "nothing answers at port " + port + " inside sandbox " + sandbox.id());
  }

  /** What follows the port in the path, with the query. */
  private static String inner(String uri) {
    int after = uri.indexOf("/proxy/") + "/proxy/".length();
    int end = after;
    while (end < uri.length() && Character.isDigit(uri.charAt(end))) {
      end++;
    }
    String rest = uri.substring(end);
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private Future<HttpClientRequest> open(
      HttpServerRequest request, Path socket, String uri, int port) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setServer(SocketAddress.domainSocketAddress(socket.toString()))
            .setHost("localhost")
            .setPort(port)
            .setURI(uri)
            .setFollowRedirects(false);
    return client.request(options);
  }

  private void exchange(
      RoutingContext context, HttpClientRequest inside, LiveSandbox sandbox, int port) {
    HttpServerRequest request = context.request();
    copy(request.headers(), inside.headers());
    inside.putHeader("X-Forwarded-Host", String.valueOf(request.getHeader("Host")));
    if (isUpgrade(request)) {
      upgrade(context, inside, sandbox, port);
      return;
    }
    context.response().closeHandler(closed -> inside.reset());
    if (request.headers().contains("Content-Length")) {
      inside.putHeader("Content-Length", request.getHeader("Content-Length"));
    } else if (request.headers().contains("Transfer-Encoding")) {
      inside.setChunked(true);
    }
    inside
        .response()
        .onFailure(failure -> ErrorAnswers.fail(context, unreachable(failure, sandbox, port)))
        .onSuccess(response -> answer(context, response));
    request.pipeTo(inside).onFailure(failure -> inside.reset());
  }

  private static void answer(RoutingContext context, HttpClientResponse inside) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.headWritten()) {
      inside.request().reset();
      return;
    }
    response.setStatusCode(inside.statusCode()).setStatusMessage(inside.statusMessage());
    copy(inside.headers(), response.headers());
    if (!inside.headers().contains("Content-Length") && mayHaveBody(inside, context)) {
      response.setChunked(true);
    }
    inside.pipeTo(response).onFailure(failure -> context.request().connection().close());
  }

  private static boolean mayHaveBody(HttpClientResponse inside, RoutingContext context) {
    int status = inside.statusCode();
    return status >= 200
        && status != 204
        && status != 304
        && !context.request().method().name().equals("HEAD");
  }

  private void upgrade(
      RoutingContext context, HttpClientRequest inside, LiveSandbox sandbox, int port) {
    HttpServerRequest request = context.request();
    inside.putHeader("Connection", "Upgrade");
    inside.putHeader("Upgrade", request.getHeader("Upgrade"));
    inside
        .connect()
        .onFailure(failure -> ErrorAnswers.fail(context, unreachable(failure, sandbox, port)))
        .onSuccess(
            response -> {
              if (response.statusCode() != 101) {
                answer(context, response);
                return;
              }
              HttpServerResponse outside = context.response().setStatusCode(101);
              copy(response.headers(), outside.headers());
              outside.putHeader("Connection", "Upgrade");
              outside.putHeader("Upgrade", response.getHeader("Upgrade"));
              NetSocket inner = response.netSocket();
              inner.pause();
              request
                  .toNetSocket()
                  .onFailure(failure -> inner.close())
                  .onSuccess(outer -> tunnel(inner, outer));
            });
  }

  private static void tunnel(NetSocket inner, NetSocket outer) {
    inner.pipeTo(outer).onComplete(done -> outer.close());
    outer.pipeTo(inner).onComplete(done -> inner.close());
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    String connection = request.getHeader("Connection");
    return request.headers().contains("Upgrade")
        && connection != null
        && connection.toLowerCase(Locale.ROOT).contains("upgrade");
  }

  /** Copies headers that concern both ends, not the connection between them. */
  private static void copy(MultiMap from, MultiMap to) {
    String named = String.join(",", from.getAll("Connection")).toLowerCase(Locale.ROOT);
    Set<String> dropped =
        Set.copyOf(Arrays.stream(named.split(",")).map(String::strip).distinct().toList());
    from.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!NOT_FORWARDED.contains(lower) && !dropped.contains(lower)) {
            to.add(name, value);
          }
        });
  }

  private Path listen(LiveSandbox sandbox, int port) throws IOException {
    Target target = new Target(sandbox.id(), port);
    synchronized (relays) {
      Listening listening = relays.get(target);
      if (listening != null && listening.holderPid() == sandbox.holder().pid()) {
        return listening.socket();
      }
      if (listening != null) {
        forget(target);
      }
      Path socket = sockets.resolve("p" + count++);
      PortRelay relay =
          PortRelay.listen(
              StandardProtocolFamily.UNIX,
              UnixDomainSocketAddress.of(socket),
              () -> sandboxes.live(sandbox.id()),
              port);
      relays.put(target, new Listening(relay, socket, sandbox.holder().pid()));
      sandbox.holder().ended().thenRun(() -> ended(target, relay));
      return socket;
    }
  }

  private void ended(Target target, PortRelay relay) {
    synchronized (relays) {
      Listening listening = relays.get(target);
      if (listening != null && listening.relay() == relay) {
        forget(target);
      }
    }
  }

  private void forget(Target target) {
    Listening listening = relays.remove(target);
    if (listening != null) {
      listening.relay().close();
      try {
        Files.deleteIfExists(listening.socket());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + listening.socket(), e);
      }
    }
  }

  private void clear() throws IOException {
    try (var left = Files.newDirectoryStream(sockets)) {
      for (Path socket : left) {
        Files.deleteIfExists(socket);
      }
    }
  }

  @Override
  public void close() {
    synchronized (relays) {
      for (Target target : List.copyOf(relays.keySet())) {
        forget(target);
      }
    }
    if (ownDirectory) {
      try {
        Files.deleteIfExists(sockets);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + sockets, e);
      }
    }
  }
}
