package dev.sandglass.telemetry.upload;

import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one way out of this module: HTTP without cookies and without following redirects, through the
 * proxy that the environment asks for. Every request ends within its time, whatever the server
 * does. Nothing is ever printed.
 */
final class Requests {
  /** More of a body than this is not read. */
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private static final String NOT_FOR_TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

  private final Map<String, String> environment;
  private final ProxySettings proxies;
  private @Nullable HttpClient client;

  /**
   * Prepares; the client is made with the first request. For one thread.
   *
   * @param environment names the proxy, and in {@code SSL_CERT_FILE} the certificates to trust
   */
  Requests(Map<String, String> environment) {
    this.environment = environment;
    this.proxies = ProxySettings.of(environment);
    // Here, because the setting is read for good when the first request is described.
    proxies.credentials().ifPresent(c -> allowCredentialsForTunnels());
  }

  private HttpClient client() {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(new Selector(proxies));
      TrustedCertificates.of(environment).ifPresent(builder::sslContext);
      client = builder.build();
    }
    return client;
  }

  /**
   * An answer.
   *
   * @param status its status
   * @param headers its headers
   * @param body at most the first 64 KB of it, less if the rest did not come in time
   */
  record Reply(int status, HttpHeaders headers, byte[] body) {
    Optional<String> header(String name) {
      return headers.firstValue(name);
    }
  }

  /** There was no answer. */
  static final class NoReplyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final UploadProblem problem;

    NoReplyException(UploadProblem problem, @Nullable Throwable cause) {
      super(problem.name(), cause);
      this.problem = problem;
    }

    UploadProblem problem() {
      return problem;
    }
  }

  /**
   * Sends a request and waits for the answer. Once its head has come it is an answer, even if its
   * body breaks off: who sends a request again after that could do things twice.
   *
   * @param patience for all of it, from looking up the name on
   */
  Reply send(HttpRequest request, Duration patience) throws NoReplyException {
    ProxySettings.Way way = proxies.to(request.uri());
    if (way instanceof ProxySettings.Unusable) {
      throw new NoReplyException(UploadProblem.PROXY, null);
    }
    CompletableFuture<ResponseInfo> head = new CompletableFuture<>();
    BoundedBody body = new BoundedBody(MAX_BODY_BYTES);
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client()
            .sendAsync(
                forProxy(request, way),
                info -> {
                  head.complete(info);
                  return body;
                });
    Throwable failure;
    try {
      HttpResponse<byte[]> response =
          exchange.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
      return new Reply(response.statusCode(), response.headers(), body.received());
    } catch (ExecutionException e) {
      failure = e.getCause();
    } catch (TimeoutException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = e;
    }
    exchange.cancel(true);
    ResponseInfo answer = head.getNow(null);
    if (answer == null) {
      throw new NoReplyException(Problems.of(failure), failure);
    }
    return new Reply(answer.statusCode(), answer.headers(), body.received());
  }

  /** Adds the credentials of the proxy; the client gives them to nobody else. */
  private HttpRequest forProxy(HttpRequest request, ProxySettings.Way way) {
    if (way instanceof ProxySettings.Through through && through.credentials().isPresent()) {
      // Not by an Authenticator, which is also asked on behalf of servers, and fails then.
      return HttpRequest.newBuilder(request, (name, value) -> true)
          .header("Proxy-Authorization", basic(through.credentials().get()))
          .build();
    }
    return request;
  }

  private static String basic(PasswordAuthentication credentials) {
    String pair = credentials.getUserName() + ":" + new String(credentials.getPassword());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Java refuses by default to give a proxy a password in the clear before a tunnel is open. It is
   * the user's own proxy and password, and every other program gives it the same way.
   */
  private static void allowCredentialsForTunnels() {
    if (System.getProperty(NOT_FOR_TUNNELS) == null) {
      System.setProperty(NOT_FOR_TUNNELS, "");
    }
  }

  private static final class Selector extends ProxySelector {
    private final ProxySettings settings;

    Selector(ProxySettings settings) {
      this.settings = settings;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return settings.to(uri) instanceof ProxySettings.Through through
          ? List.of(new Proxy(Proxy.Type.HTTP, through.address()))
          : List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, java.io.IOException failure) {
      // there is no other proxy to choose
    }
  }
}
