package dev.sandglass.engine.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves requests by code that blocks, on threads of its own. All methods are to be called on the
 * request's event loop, directly from a route's handler (a body that is not taken there is lost);
 * all work runs on pool threads. What the work throws becomes the error answer: {@link
 * ApiException} as it says, everything else as an internal error. If an answer has begun already,
 * its connection is cut instead, so that the client does not take half an answer for a whole one.
 *
 * <pre>{@code
 * public final class FileRoutes implements SandboxRoutes {
 *   public void mount(Router execd, Router extensions) {
 *     // no body in, JSON out
 *     execd.get("/files/info").handler(context -> {
 *       LiveSandbox sandbox = SandboxRoutes.sandbox(context);
 *       List<String> paths = context.queryParam("path");
 *       work.json(context, 200, () -> files.info(sandbox, paths));
 *     });
 *     // JSON in, no body out
 *     execd.post("/files/mv").handler(context -> {
 *       LiveSandbox sandbox = SandboxRoutes.sandbox(context);
 *       work.body(context, body -> {
 *         files.move(sandbox, body);
 *         return Answer.empty(200);
 *       });
 *     });
 *     // a stream out: writing blocks while the client is slow, and throws when it has gone away
 *     execd.get("/files/download").handler(context -> {
 *       LiveSandbox sandbox = SandboxRoutes.sandbox(context);
 *       work.stream(context, stream -> {
 *         FileContent file = files.open(sandbox, path);            // may throw ApiException
 *         OutputStream out = stream.begin(200, Map.of("Content-Type", "application/octet-stream",
 *             "Content-Length", Long.toString(file.size())));
 *         file.transferTo(out);
 *       });
 *     });
 *     // a stream in: the client is made to wait while it is not read
 *     extensions.put("/archive").handler(context -> {
 *       LiveSandbox sandbox = SandboxRoutes.sandbox(context);
 *       work.receive(context, in -> {
 *         files.extract(sandbox, in);
 *         return Answer.empty(204);
 *       });
 *     });
 *     // a WebSocket: the work owns it, and it is closed when the work returns
 *     extensions.get("/exec").handler(context -> {
 *       LiveSandbox sandbox = SandboxRoutes.sandbox(context);
 *       work.socket(context, socket -> commands.serve(sandbox, socket));
 *     });
 *   }
 * }
 * }</pre>
 */
public final class BlockingWork implements AutoCloseable {
  /** Largest JSON body, in bytes. */
  public static final int MAX_JSON_BYTES = 4 * 1024 * 1024;

  private static final int SHORT_THREADS = 16;
  private static final int SHORT_QUEUE = 4096;
  private static final int LONG_THREADS = 1024;

  private final ThreadPoolExecutor shortWork =
      new ThreadPoolExecutor(
          SHORT_THREADS,
          SHORT_THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(SHORT_QUEUE),
          threads("work"));
  private final ThreadPoolExecutor longWork =
      new ThreadPoolExecutor(
          0, LONG_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads("stream"));

  /** Makes the pools; threads start when needed and end when idle. */
  public BlockingWork() {
    shortWork.allowCoreThreadTimeOut(true);
  }

  /** A complete answer. */
  public record Answer(int status, Optional<JsonNode> body) {
    /** An answer with JSON. */
    public static Answer json(int status, JsonNode body) {
      return new Answer(status, Optional.of(body));
    }

    /** An answer without a body. */
    public static Answer empty(int status) {
      return new Answer(status, Optional.empty());
    }
  }

  /** Work that gives an answer to what was read. */
  @FunctionalInterface
  public interface Answering<T> {
    /** Does the work. */
    Answer answer(T input) throws Exception;
  }

  /** Work that writes a stream or converses. */
  @FunctionalInterface
  public interface Conversing<T> {
    /** Does the work. */
    void run(T peer) throws Exception;
  }

  /** The head of an answer whose body is written bit by bit. */
  public interface Stream {
    /**
     * Sends the head of the answer. Without {@code Content-Length} the body is chunked.
     *
     * @param headers name and value of each header
     * @return takes the body; closing it is not needed
     */
    BlockingOutput begin(int status, Map<String, String> headers);
  }

  /** Answers with what short work returns. */
  public void answer(RoutingContext context, Callable<Answer> work) {
    Context loop = context.vertx().getOrCreateContext();
    execute(shortWork, context, loop, () -> send(context, loop, work.call()));
  }

  /** Answers with the JSON that short work returns. */
  public void json(RoutingContext context, int status, Callable<? extends JsonNode> work) {
    answer(context, () -> Answer.json(status, work.call()));
  }

  /**
   * Reads a JSON body of at most {@link #MAX_JSON_BYTES}, then answers with what short work
   * returns. An empty body is a missing node. Malformed JSON is answered with 400.
   */
  public void body(RoutingContext context, Answering<JsonNode> work) {
    Context loop = context.vertx().getOrCreateContext();
    read(context.request(), MAX_JSON_BYTES)
        .onFailure(context::fail)
        .onSuccess(
            bytes ->
                execute(
                    shortWork,
                    context,
                    loop,
                    () -> send(context, loop, work.answer(parse(bytes)))));
  }

  /** As {@link #body}, for work that takes its time. */
  public void bodyForLong(RoutingContext context, Answering<JsonNode> work) {
    Context loop = context.vertx().getOrCreateContext();
    read(context.request(), MAX_JSON_BYTES)
        .onFailure(context::fail)
        .onSuccess(
            bytes ->
                execute(
                    longWork, context, loop, () -> send(context, loop, work.answer(parse(bytes)))));
  }

  /** As {@link #body}, for work that streams its answer. */
  public void bodyThenStream(RoutingContext context, StreamingAnswer work) {
    Context loop = context.vertx().getOrCreateContext();
    read(context.request(), MAX_JSON_BYTES)
        .onFailure(context::fail)
        .onSuccess(
            bytes ->
                execute(
                    longWork,
                    context,
                    loop,
                    () -> {
                      JsonNode body = parse(bytes);
                      stream(context, loop, stream -> work.run(body, stream));
                    }));
  }

  /** Work that reads a body and writes a stream. */
  @FunctionalInterface
  public interface StreamingAnswer {
    /** Does the work. */
    void run(JsonNode body, Stream stream) throws Exception;
  }

  /** Answers with a stream that the work writes. */
  public void stream(RoutingContext context, Conversing<Stream> work) {
    Context loop = context.vertx().getOrCreateContext();
    execute(longWork, context, loop, () -> stream(context, loop, work));
  }

  /** Gives the work the request's body as a stream, and answers with what it returns. */
  public void receive(RoutingContext context, Answering<InputStream> work) {
    Context loop = context.vertx().getOrCreateContext();
    BlockingInput input = new BlockingInput(context.request(), loop);
    context.response().closeHandler(ignored -> input.cut());
    execute(longWork, context, loop, () -> send(context, loop, work.answer(input)));
  }

  /**
   * Opens the WebSocket that the client asks for, and closes it when the work returns or throws.
   */
  public void socket(RoutingContext context, Conversing<BlockingSocket> work) {
    Context loop = context.vertx().getOrCreateContext();
    if (!context.request().canUpgradeToWebSocket()) {
      context.fail(
          new ApiException(400, "GENERAL::INVALID_REQUEST", "this address takes WebSockets only"));
      return;
    }
    context
        .request()
        .toWebSocket()
        .onFailure(context::fail)
        .onSuccess(
            webSocket -> {
              RequestWatch.upgraded(context);
              BlockingSocket socket = new BlockingSocket(webSocket, loop);
              try {
                longWork.execute(() -> converse(socket, work));
              } catch (RejectedExecutionException e) {
                socket.close(1013, "too many streams at once");
              }
            });
  }

  private static void converse(BlockingSocket socket, Conversing<BlockingSocket> work) {
    try {
      work.run(socket);
      socket.close(1000, "");
    } catch (ApiException e) {
      socket.close(1008, e.getMessage());
    } catch (IOException e) {
      // The client has gone away; there is nobody to tell.
      socket.close(1001, "");
    } catch (Exception | Error e) {
      ErrorAnswers.log(e);
      socket.close(1011, "internal error");
    }
  }

  /** Runs short work that belongs to no request. */
  public <T> Future<T> submit(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    try {
      shortWork.execute(
          () -> {
            try {
              promise.complete(work.call());
            } catch (Exception | Error e) {
              promise.fail(e);
            }
          });
    } catch (RejectedExecutionException e) {
      promise.fail(busy());
    }
    return promise.future();
  }

  /** Stops taking work and interrupts what runs. */
  @Override
  public void close() {
    shortWork.shutdownNow();
    longWork.shutdownNow();
  }

  /** Reads a whole body of at most so many bytes. */
  static Future<Buffer> read(HttpServerRequest request, int limit) {
    Promise<Buffer> promise = Promise.promise();
    Buffer all = Buffer.buffer();
    request.exceptionHandler(promise::tryFail);
    request.endHandler(ignored -> promise.tryComplete(all));
    request.handler(
        chunk -> {
          if (all.length() + chunk.length() <= limit) {
            all.appendBuffer(chunk);
          } else {
            promise.tryFail(
                new ApiException(
                    413, "GENERAL::TOO_LARGE", "the body is larger than " + limit + " bytes"));
          }
        });
    return promise.future();
  }

  private static JsonNode parse(Buffer bytes) {
    try {
      return Json.parse(bytes.getBytes());
    } catch (JsonProcessingException e) {
      String where =
          Optional.ofNullable(e.getLocation())
              .map(at -> ": line " + at.getLineNr() + ", column " + at.getColumnNr())
              .orElse("");
      throw new ApiException(400, "GENERAL::INVALID_REQUEST", "the body is not JSON" + where);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void execute(
      ThreadPoolExecutor pool, RoutingContext context, Context loop, Step step) {
    try {
      pool.execute(
          () -> {
            try {
              step.run();
            } catch (Exception | Error e) {
              loop.runOnContext(ignored -> ErrorAnswers.fail(context, e));
            }
          });
    } catch (RejectedExecutionException e) {
      ErrorAnswers.fail(context, busy());
    }
  }

  private static ApiException busy() {
    return new ApiException(
        503, "GENERAL::UNAVAILABLE", "the engine is doing too much at once: try again later");
  }

  private static void send(RoutingContext context, Context loop, Answer answer) {
    loop.runOnContext(
        ignored ->
            answer
                .body()
                .ifPresentOrElse(
                    body -> Answers.json(context, answer.status(), body),
                    () -> Answers.empty(context, answer.status())));
  }

  private static void stream(RoutingContext context, Context loop, Conversing<Stream> work)
      throws Exception {
    HttpServerResponse response = context.response();
    BlockingOutput output = new BlockingOutput(response::write);
    loop.runOnContext(ignored -> response.closeHandler(closed -> output.gone()));
    work.run(
        (status, headers) -> {
          response.setStatusCode(status);
          headers.forEach(response::putHeader);
          if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
          }
          return output;
        });
    loop.runOnContext(
        ignored -> {
          if (!response.ended() && !response.closed()) {
            response.end();
          }
        });
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
