package dev.sandglass.sandbox.http;

import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The way out: every request of this module goes through {@link #send} or {@link #connect}, except
 * for the names that a shell wants while somebody presses TAB, which are not worth a retry.
 *
 * <p>Calls that may be repeated are tried again when the connection cannot be made and on 429, 502,
 * 503 and 504, within the time limit of the call.
 */
public final class Transport implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Transport.class.getName());

  private final LazyClient client;
  private final Duration requestTimeout;
  private final RetryPolicy retries;
  private final RequestObserver observer;
  private final ExchangeObserver exchanges;
  private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
  private final Set<AnswerStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Makes a transport; nothing is connected yet.
   *
   * @param connectTimeout for each connection
   * @param requestTimeout for the head of an answer, all attempts together
   * @param observer is told of requests
   * @param exchanges is told of each attempt
   */
  public Transport(
      Duration connectTimeout,
      Duration requestTimeout,
      RetryPolicy retries,
      RequestObserver observer,
      ExchangeObserver exchanges) {
    this.requestTimeout = requestTimeout;
    this.retries = retries;
    this.observer = observer;
    this.exchanges = exchanges;
    this.client = new LazyClient(connectTimeout);
  }

  /** Makes what the first request needs, for whoever has time before it. */
  public void prepare() {
    client.get();
    Answer.mapper();
  }

  /**
   * Sends a request and returns its answer as soon as the head has come.
   *
   * @return the answer, to be closed or read to its end
   * @throws SandboxException if there is none, or if it is an error
   */
  public Answer send(Server server, RouteCall call) {
    long start = System.nanoTime();
    var observation = observer.started(new ObservedRequest(call));
    var progress = new Progress();
    try {
      Answer answer = attempts(server, call, start, progress);
      if (answer.status() >= 300 && !call.acceptsAnyStatus()) {
        throw Failures.ofAnswer(answer);
      }
      return answer;
    } finally {
      observation.finished(
          new RequestObserver.Outcome(
              progress.status, Duration.ofNanos(System.nanoTime() - start), progress.retries));
    }
  }

  /** Sends a request whose answer has no body that matters. */
  public void sendAndDiscard(Server server, RouteCall call) {
    send(server, call).discard();
  }

  private static final class Progress {
    private OptionalInt status = OptionalInt.empty();
    private int retries;
  }

  private Answer attempts(Server server, RouteCall call, long start, Progress progress) {
    Optional<Duration> limit = call.limit(requestTimeout);
    while (true) {
      Optional<Duration> left = limit.map(d -> d.minusNanos(System.nanoTime() - start));
      boolean last = !call.retryable() || progress.retries >= retries.retries();
      Duration wait = retries.wait(progress.retries);
      try {
        Answer answer = attempt(server, call, left, limit.orElse(requestTimeout), progress.retries);
        progress.status = OptionalInt.of(answer.status());
        if (last || !RetryPolicy.isWorthRetrying(answer.status())) {
          return answer;
        }
        wait = Failures.retryAfter(answer.headers()).orElse(wait);
        if (exceeds(wait, limit, start)) {
          return answer;
        }
        answer.close();
      } catch (SandboxException.ProviderUnreachable e) {
        progress.status = OptionalInt.empty();
        if (last || exceeds(wait, limit, start)) {
          throw e;
        }
      }
      progress.retries++;
      exchanges.retrying(progress.retries, wait);
      pause(wait);
    }
  }

  private static boolean exceeds(Duration wait, Optional<Duration> limit, long start) {
    return limit.isPresent()
        && wait.plusNanos(System.nanoTime() - start).compareTo(limit.get()) >= 0;
  }

  private void pause(Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (closed || Thread.currentThread().isInterrupted()) {
        throw Failures.interrupted(new InterruptedException());
      }
      LockSupport.parkNanos(this, left);
    }
  }

  private Answer attempt(
      Server server, RouteCall call, Optional<Duration> left, Duration limit, int resends) {
    var target = server.resolve(call.pathAndQuery());
    var builder = HttpRequest.newBuilder(target).method(call.method(), call.body());
    var observation = exchanges.started(call.exchange(target, resends));
    try {
      observation.addHeaders(builder::setHeader);
      server.headers().forEach((name, value) -> builder.header(name, value.reveal()));
      call.headers().forEach(builder::setHeader);
      var future = client.get().sendAsync(builder.build(), head -> new BodyStream());
      HttpResponse<InputStream> response =
          call.isSheltered()
              ? awaitSheltered(future, server, left.orElse(limit))
              : await(future, server, left, limit);
      observation.answered(response.statusCode());
      observation.served(String.join(",", response.headers().allValues(ServerTiming.HEADER)));
      AnswerStream body = new AnswerStream(response.body(), open::remove);
      open.add(body);
      return new Answer(response.statusCode(), response.headers(), body);
    } catch (RuntimeException | Error e) {
      observation.failed(e);
      throw e;
    }
  }

  /** Waits for an exchange; an interrupt or {@link #close} cancels it. */
  private <T> T await(
      CompletableFuture<T> future, Server server, Optional<Duration> left, Duration limit) {
    underWay.add(future);
    try {
      if (closed) {
        throw closedWhileWaiting(new CancellationException());
      }
      return left.isPresent()
          ? future.get(Math.max(1, left.get().toNanos()), TimeUnit.NANOSECONDS)
          : future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw Failures.interrupted(e);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw Failures.timedOut(server, limit, e);
    } catch (CancellationException e) {
      throw closedWhileWaiting(e);
    } catch (ExecutionException e) {
      if (closed) {
        throw closedWhileWaiting(e);
      }
      throw Failures.ofException(e.getCause(), server, limit);
    } finally {
      underWay.remove(future);
    }
  }

  /** Waits on when the thread is interrupted, and sets its flag again in the end. */
  private <T> T awaitSheltered(CompletableFuture<T> future, Server server, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    underWay.add(future);
    try {
      while (true) {
        try {
          future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          continue;
        } catch (TimeoutException | ExecutionException | CancellationException e) {
          // explained by the wait below, which finds the future as it is
        }
        return await(future, server, Optional.of(Duration.ZERO), limit);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SandboxException closedWhileWaiting(Exception cause) {
    return new SandboxException.Interrupted(
        "The client was closed", SandboxException.Details.causedBy(cause));
  }

  /**
   * Opens a WebSocket.
   *
   * @throws SandboxException if the server refuses; with the status, as its text cannot be had
   */
  public Connection connect(Server server, RouteCall call, WebSocket.Listener listener) {
    long start = System.nanoTime();
    var observation = observer.started(new ObservedRequest(call));
    OptionalInt status = OptionalInt.empty();
    URI target =
        URI.create(server.resolve(call.pathAndQuery()).toString().replaceFirst("^http", "ws"));
    var exchange = exchanges.started(call.exchange(target, 0));
    try {
      WebSocket socket = shakeHands(server, call, listener, target, exchange);
      status = OptionalInt.of(101);
      exchange.answered(101);
      return new Connection(socket, exchange);
    } catch (SandboxException e) {
      Optional<Integer> refused = refusal(e);
      if (refused.isPresent()) {
        status = OptionalInt.of(refused.get());
        exchange.answered(refused.get());
        throw Failures.ofError(refused.get(), null, null, SandboxException.Details.causedBy(e));
      }
      exchange.failed(e);
      throw e;
    } catch (RuntimeException | Error e) {
      exchange.failed(e);
      throw e;
    } finally {
      observation.finished(
          new RequestObserver.Outcome(status, Duration.ofNanos(System.nanoTime() - start), 0));
    }
  }

  private WebSocket shakeHands(
      Server server,
      RouteCall call,
      WebSocket.Listener listener,
      URI target,
      ExchangeObserver.Observation exchange) {
    var builder = client.get().newWebSocketBuilder().connectTimeout(requestTimeout);
    exchange.addHeaders(builder::header);
    for (var header : server.headers().entrySet()) {
      Secret value = header.getValue();
      builder.header(header.getKey(), value.reveal());
    }
    call.headers().forEach(builder::header);
    var future = builder.buildAsync(target, listener);
    return await(future, server, Optional.of(requestTimeout), requestTimeout);
  }

  private static Optional<Integer> refusal(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof WebSocketHandshakeException handshake && handshake.getResponse() != null) {
        return Optional.of(handshake.getResponse().statusCode());
      }
    }
    return Optional.empty();
  }

  /** Ends everything that is under way. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(future -> future.cancel(true));
    for (AnswerStream body : open) {
      try {
        body.abort();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "A transfer did not end well", e);
      }
    }
  }
}
