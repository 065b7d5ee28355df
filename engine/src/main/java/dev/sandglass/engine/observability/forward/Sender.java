package dev.sandglass.engine.observability.forward;

import dev.sandglass.engine.observability.OtlpService;
import dev.sandglass.engine.observability.forward.Destination.Protocol;
import dev.sandglass.engine.observability.forward.Destination.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Sends requests to backends. Thread-safe. */
final class Sender implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final HttpClient plain;
  private final HttpClient grpc;
  private final Verdicts verdicts;

  Sender(Vertx vertx, Clock clock) {
    verdicts = new Verdicts(clock);
    plain = vertx.createHttpClient(options());
    grpc =
        vertx.createHttpClient(
            options()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setHttp2ClearTextUpgrade(false));
  }

  private static HttpClientOptions options() {
    return new HttpClientOptions()
        .setConnectTimeout(CONNECT_MILLIS)
        .setKeepAliveTimeout(30)
        .setDecompressionSupported(false);
  }

  /** Sends a request; the result always comes, and never fails. */
  Future<Verdict> send(Destination destination, OtlpService signal, byte[] message) {
    Optional<Target> found = destination.target(signal);
    if (found.isEmpty()) {
      return Future.succeededFuture(
          new Verdict.Refused("there is no endpoint for " + signal.label()));
    }
    Target target = found.get();
    boolean rpc = destination.protocol() == Protocol.GRPC;
    return (rpc ? grpc : plain)
        .request(address(target.url(), destination.tls(), rpc))
        .compose(request -> exchange(request, destination, target, signal, message))
        .timeout(destination.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(
            failure ->
                new Verdict.Later(
                    "no answer: " + failure.getClass().getSimpleName(), Optional.empty()));
  }

  private static RequestOptions address(URI url, Tls tls, boolean rpc) {
    boolean encrypted = url.getScheme().equals("https");
    int port = url.getPort();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(url.getHost().replaceAll("^\\[(.*)]$", "$1"))
            .setPort(port >= 0 ? port : encrypted ? HTTPS_PORT : HTTP_PORT)
            .setSsl(encrypted)
            .setURI(url.getRawPath());
    if (encrypted && !tls.equals(Tls.USUAL)) {
      options.setSslOptions(tls.options(rpc));
    }
    return options;
  }

  private Future<Verdict> exchange(
      HttpClientRequest request,
      Destination destination,
      Target target,
      OtlpService signal,
      byte[] message) {
    target.headers().forEach(request::putHeader);
    request.putHeader("user-agent", "sandglass-engine");
    boolean gzip = destination.gzip();
    Buffer body;
    if (destination.protocol() == Protocol.GRPC) {
      byte[] packed = gzip ? gzip(message) : message;
      request.putHeader("content-type", "application/grpc");
      request.putHeader("te", "trailers");
      request.putHeader("grpc-encoding", gzip ? "gzip" : "identity");
      body = Buffer.buffer().appendByte((byte) (gzip ? 1 : 0));
      body.appendInt(packed.length).appendBytes(packed);
    } else {
      boolean json = destination.protocol() == Protocol.HTTP_JSON;
      byte[] plainBody = json ? JsonMessage.of(message, signal.descriptor()) : message;
      request.putHeader("content-type", json ? "application/json" : "application/x-protobuf");
      if (gzip) {
        request.putHeader("content-encoding", "gzip");
      }
      body = Buffer.buffer(gzip ? gzip(plainBody) : plainBody);
    }
    return request.send(body).compose(response -> answer(response, destination.protocol()));
  }

  private Future<Verdict> answer(HttpClientResponse response, Protocol protocol) {
    Buffer body = Buffer.buffer();
    response.handler(
        piece -> {
          if (body.length() + piece.length() <= MAX_ANSWER_BYTES) {
            body.appendBuffer(piece);
          }
        });
    return response
        .end()
        .map(
            ended ->
                protocol == Protocol.GRPC
                    ? verdicts.grpc(
                        response.statusCode(),
                        response.headers(),
                        response.trailers(),
                        body.getBytes())
                    : verdicts.http(
                        response.statusCode(),
                        response.headers(),
                        body.getBytes(),
                        protocol == Protocol.HTTP_JSON));
  }

  private static byte[] gzip(byte[] message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length / 4 + 64);
    try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
      output.write(message);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    plain.close();
    grpc.close();
  }
}
