package dev.sandglass.engine.observability.receiver;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.SignalSink;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A receiver for each sandbox that runs, from before its first program starts until it ends. They
 * have an event loop and threads of their own: whatever programs send, the engine's other work goes
 * on. Thread-safe.
 */
public final class Receivers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Receivers.class.getName());

  /** The ports of OTLP by gRPC and by HTTP. */
  private static final List<Integer> PORTS = List.of(4317, 4318);

  private static final int READERS = 2;
  private static final long PATIENCE_SECONDS = 10;
  private static final int MAX_SOCKET_PATH = 100;

  private record Serving(Holder holder, Receiver receiver, Path socket) {}

  private final SignalSink sink;
  private final SignalCounts counts;
  private final Path sockets;
  private final boolean ownDirectory;
  private final Vertx vertx;
  private final ExecutorService readers = threads("otlp-reader");
  private final ExecutorService openers = threads("otlp-opener");
  private final MetricCheck metricCheck;
  private final Map<String, Serving> serving = new HashMap<>();
  private boolean closed;

  /**
   * Prepares; {@link #serve} must follow for each sandbox.
   *
   * @param runtime directory that only the engine's user may enter
   * @param reserved how names of metrics begin that only the engine gives
   */
  public Receivers(Path runtime, SignalSink sink, SignalCounts counts, String reserved) {
    this.metricCheck = new MetricCheck(reserved);
    this.sink = sink;
    this.counts = counts;
    Path directory = runtime.resolve("otlp");
    this.ownDirectory = directory.toString().length() > MAX_SOCKET_PATH - 26;
    this.sockets = prepared(directory, ownDirectory);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
  }

  private static Path prepared(Path wanted, boolean elsewhere) {
    try {
      // The kernel allows socket paths of 107 bytes only.
      Path directory =
          elsewhere ? Files.createTempDirectory("sandglass-otlp-").resolve("otlp") : wanted;
      Files.createDirectories(directory);
      // Relays have other users' ids; they begin in this directory, so the one above stays closed.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      try (var leftovers = Files.newDirectoryStream(directory)) {
        for (Path leftover : leftovers) {
          Files.deleteIfExists(leftover);
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for sockets", e);
    }
  }

  private static ExecutorService threads(String name) {
    var threads =
        new ThreadPoolExecutor(
            READERS,
            READERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Begins to serve a sandbox; what is executed in it waits until its ports are open. */
  public void serve(Holder holder) {
    CompletableFuture<Void> open = new CompletableFuture<>();
    holder.awaitBeforeExecuting(open);
    holder.ended().thenRun(() -> end(holder));
    openers.execute(
        () -> {
          try {
            open(holder);
          } catch (IOException | IsolationException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} has no receiver: {1}", holder.id(), e);
          } finally {
            open.complete(null);
          }
        });
  }

  private void open(Holder holder) throws IOException {
    // One that ends deletes its socket when it likes: the next start of a sandbox has another name.
    Path socket = sockets.resolve(holder.id() + "." + holder.pid());
    Receiver receiver = new Receiver(vertx, holder.id(), sink, counts, metricCheck, readers);
    synchronized (serving) {
      if (closed) {
        return;
      }
      Serving before = serving.put(holder.id(), new Serving(holder, receiver, socket));
      if (before != null) {
        before.receiver().close();
      }
    }
    Files.deleteIfExists(socket);
    try {
      receiver
          .listen(socket)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("cannot listen on " + socket, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    List<Integer> ports = holder.relay(socket, PORTS);
    if (ports.size() < PORTS.size()) {
      LOG.log(System.Logger.Level.INFO, "{0} is received at {1} only", holder.id(), ports);
    }
  }

  private void end(Holder holder) {
    synchronized (serving) {
      Serving last = serving.get(holder.id());
      if (last != null && last.holder() == holder) {
        serving.remove(holder.id());
        close(last);
      }
    }
  }

  private static void close(Serving last) {
    last.receiver().close();
    try {
      Files.deleteIfExists(last.socket());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a socket is left behind", e);
    }
  }

  /** Ends receiving; relays go on, for the next engine. */
  @Override
  public void close() {
    synchronized (serving) {
      closed = true;
      serving.values().forEach(last -> last.receiver().close());
      serving.clear();
    }
    openers.shutdown();
    readers.shutdown();
    closeLoop();
    deleteOwnDirectory();
  }

  private void deleteOwnDirectory() {
    if (!ownDirectory) {
      return;
    }
    try {
      Files.deleteIfExists(sockets);
      Files.deleteIfExists(sockets.getParent());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a directory of sockets is left behind", e);
    }
  }

  private void closeLoop() {
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "the event loop did not end in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
