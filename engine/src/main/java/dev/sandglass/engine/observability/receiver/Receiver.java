package dev.sandglass.engine.observability.receiver;

import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.SignalCounts.Count;
import dev.sandglass.engine.observability.SignalOrigin;
import dev.sandglass.engine.observability.SignalSink;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

/**
 * Listens, on a socket that one sandbox's relay connects to, for what its programs tell. Both
 * protocols are understood at both ports: whether a program thinks of the protocol when it is given
 * an endpoint does not matter.
 */
final class Receiver {
  private static final System.Logger LOG = System.getLogger(Receiver.class.getName());
  private static final int IDLE_SECONDS = 60;
  private static final int MAX_STREAMS = 32;
  private static final int MAX_LINE_BYTES = 4096;

  private final Vertx vertx;
  private final SignalOrigin origin;
  private final String sandbox;
  private final SignalSink sink;
  private final SignalCounts counts;
  private final MetricCheck metricCheck;
  private final Turns turns;
  private final Allowance allowance = new Allowance(System::nanoTime);
  private final HttpServer server;

  Receiver(
      Vertx vertx,
      String sandbox,
      SignalSink sink,
      SignalCounts counts,
      MetricCheck metricCheck,
      ExecutorService threads) {
    this.metricCheck = metricCheck;
    this.vertx = vertx;
    this.sandbox = sandbox;
    this.counts = counts;
    this.origin = SignalOrigin.sandbox(sandbox);
    this.sink = sink;
    this.turns = new Turns(threads);
    this.server = vertx.createHttpServer(options());
    server.requestHandler(request -> new Exchange(vertx, this, request).begin());
    server.invalidRequestHandler(request -> request.connection().close());
    server.exceptionHandler(
        failure -> LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", sandbox, failure.toString()));
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setMaxHeaderSize(2 * MAX_LINE_BYTES)
        .setIdleTimeout(IDLE_SECONDS)
        .setHttp2ClearTextEnabled(true)
        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS))
        .setHandle100ContinueAutomatically(true)
        .setCompressionSupported(false)
        .setDecompressionSupported(false);
  }

  /** Starts to listen. */
  io.vertx.core.Future<?> listen(Path socket) {
    return server.listen(SocketAddress.domainSocketAddress(socket.toString()));
  }

  Allowance allowance() {
    return allowance;
  }

  /** Counts a request that was refused. */
  void refused(Refusal refusal) {
    counts.add(sandbox, refusal.again() ? Count.REFUSED_REQUESTS : Count.INVALID_REQUESTS, 1);
  }

  /** Reads a request when it is this sandbox's turn, and tells what came of it. */
  void read(Payload payload, BiConsumer<Optional<SignalKind.Taken>, Optional<Refusal>> whenRead) {
    turns.execute(
        () -> {
          try {
            SignalKind.Taken taken = metricCheck.check(payload.read(origin, allowance));
            if (taken.batch().records() > 0) {
              counts.add(sandbox, Count.RECEIVED_RECORDS, taken.batch().records());
              sink.accept(taken.batch());
            }
            whenRead.accept(Optional.of(taken), Optional.empty());
          } catch (Refusal e) {
            whenRead.accept(Optional.empty(), Optional.of(e));
          } catch (RuntimeException | StackOverflowError e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", origin, e.toString());
            whenRead.accept(Optional.empty(), Optional.of(Refusal.malformed("cannot be read")));
          }
        });
  }

  void close() {
    server.close();
  }
}
