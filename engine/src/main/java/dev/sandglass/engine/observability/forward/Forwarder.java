package dev.sandglass.engine.observability.forward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.observability.OtlpService;
import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.SignalSink;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends signals to the backend of their sandbox, or else to the engine's; signals that have neither
 * go nowhere. What is accepted is on disk a moment later, and stays there until a backend has taken
 * it, also when the engine ends meanwhile. A backend that does not answer costs disk up to the
 * bound and nothing else: what comes then is dropped, and counted. Thread-safe.
 */
public final class Forwarder implements SignalSink, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Forwarder.class.getName());
  private static final String ENGINE = "engine";
  private static final long GATHER_MILLIS = 200;
  private static final long CLOSE_SECONDS = 3;
  private static final int MAX_REMEMBERED = 2_000;
  private static final int REQUEST_BYTES = 512 * 1024;

  private final Path directory;
  private final ForwardSettings settings;
  private final Exports exports;
  private final Sender sender;
  private final Tally tally;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "otlp-forwarder");
            thread.setDaemon(true);
            return thread;
          });

  private final Gathered gathered = new Gathered();

  /** Guarded by itself. */
  private final Map<String, Destination> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Destination> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** For the executor's thread only, but for looking what waits. */
  private final Map<String, Delivery> deliveries = new ConcurrentHashMap<>();

  /** What sandboxes were created with. */
  public interface Exports {
    /** The backend of a sandbox's own, if it exists and has one. */
    Optional<Destination> of(String sandbox);

    /** Whether a sandbox still exists. */
    boolean exists(String sandbox);
  }

  /**
   * Prepares; {@link #start} must follow.
   *
   * @param directory where signals wait; need not exist
   */
  public Forwarder(
      Vertx vertx,
      Path directory,
      ForwardSettings settings,
      Exports exports,
      SignalCounts counts,
      Clock clock) {
    this.tally = new Tally(counts);
    this.directory = directory;
    this.settings = settings;
    this.exports = exports;
    this.sender = new Sender(vertx, clock);
  }

  /** Goes on with what an earlier engine left. */
  public void start() {
    executor.execute(this::resume);
  }

  private void resume() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
      for (Path outbox : left) {
        resume(outbox);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "signals of an earlier engine: {0}", e.toString());
    }
  }

  private void resume(Path path) throws IOException {
    String key = path.getFileName().toString();
    Outbox outbox = new Outbox(path);
    Optional<Destination> destination =
        key.equals(ENGINE) ? settings.destination() : outbox.destination();
    if (destination.isEmpty()) {
      // The backend was taken out of the configuration.
      while (outbox.first().isPresent()) {
        tally.dropped(outbox.first().get().origin(), outbox.first().get().records());
        outbox.remove(outbox.first().get());
      }
      outbox.delete();
      return;
    }
    Delivery delivery =
        new Delivery(outbox, destination.get(), sender, executor, tally, this::settled);
    deliveries.put(key, delivery);
    delivery.next();
    settled();
  }

  @Override
  public void accept(SignalBatch batch) {
    String origin = batch.origin().sandbox().orElse("");
    if (settings.destination().isEmpty() && own(origin).isEmpty()) {
      return;
    }
    switch (gathered.add(origin, batch)) {
      case NO_ROOM -> tally.dropped(origin, batch.records());
      case FIRST -> flushSoon();
      case ADDED -> {
        // It is flushed with the first one.
      }
    }
  }

  private void flushSoon() {
    try {
      executor.schedule(this::flush, GATHER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed just now, which flushes what was gathered before.
      LOG.log(System.Logger.Level.DEBUG, "flushed by closing");
    }
  }

  /** Puts on disk what was gathered, and sends it. */
  private void flush() {
    gathered.take().forEach(this::store);
    deliveries.values().forEach(Delivery::next);
    settled();
  }

  private void settled() {
    forgetGone();
    tally.waiting(waiting());
  }

  /**
   * The backend of a sandbox's own. Remembered for a while: what is told of a sandbox when it is
   * gone is nothing for the engine's backend either.
   */
  private Optional<Destination> own(String sandbox) {
    Optional<Destination> now = exports.of(sandbox);
    synchronized (remembered) {
      now.ifPresent(destination -> remembered.put(sandbox, destination));
      return Optional.ofNullable(remembered.get(sandbox));
    }
  }

  private void store(String origin, List<SignalBatch> batches) {
    long records = batches.stream().mapToLong(SignalBatch::records).sum();
    try {
      Map<OtlpService, List<SignalBatch>> byKind = new EnumMap<>(OtlpService.class);
      batches.forEach(
          b -> byKind.computeIfAbsent(OtlpService.of(b), k -> new ArrayList<>()).add(b));
      for (var kind : byKind.entrySet()) {
        Optional<Delivery> delivery = delivery(origin, kind.getKey());
        if (delivery.isPresent()) {
          store(delivery.get().outbox(), kind.getKey(), origin, kind.getValue());
        }
      }
    } catch (IOException | RuntimeException e) {
      tally.dropped(origin, records);
      tally.problem("the disk: " + e.getMessage());
      LOG.log(System.Logger.Level.WARNING, "signals cannot be kept to be sent: {0}", e.toString());
    }
  }

  private void store(Outbox outbox, OtlpService signal, String origin, List<SignalBatch> batches)
      throws IOException {
    List<SignalBatch> request = new ArrayList<>();
    long bytes = 0;
    for (SignalBatch batch : batches) {
      if (bytes > 0 && bytes + batch.bytes() > REQUEST_BYTES) {
        add(outbox, signal, origin, request);
        request.clear();
        bytes = 0;
      }
      request.add(batch);
      bytes += batch.bytes();
    }
    add(outbox, signal, origin, request);
  }

  private void add(Outbox outbox, OtlpService signal, String origin, List<SignalBatch> batches)
      throws IOException {
    int records = batches.stream().mapToInt(SignalBatch::records).sum();
    byte[] request = signal.request(batches);
    // While a backend is down, no sandbox takes the place of all others.
    boolean room =
        outbox.bytes(origin) + request.length <= settings.maxBytes() / 4
            && waiting() + request.length <= settings.maxBytes();
    if (!room) {
      tally.dropped(origin, records);
    } else {
      outbox.add(signal, records, origin, request);
    }
  }

  private Optional<Delivery> delivery(String origin, OtlpService signal) throws IOException {
    Delivery known = deliveries.get("sandbox-" + origin);
    if (known != null && known.destination().target(signal).isPresent()) {
      return Optional.of(known);
    }
    Optional<Destination> own = own(origin).filter(to -> to.target(signal).isPresent());
    String key = own.isPresent() ? "sandbox-" + origin : ENGINE;
    Optional<Destination> destination = own.or(settings::destination);
    if (destination.isEmpty()) {
      return Optional.empty();
    }
    Delivery delivery = deliveries.get(key);
    if (delivery == null) {
      Outbox outbox = new Outbox(directory.resolve(key));
      if (own.isPresent()) {
        outbox.destination(own.get());
      }
      delivery = new Delivery(outbox, destination.get(), sender, executor, tally, this::settled);
      deliveries.put(key, delivery);
    }
    return Optional.of(delivery);
  }

  private long waiting() {
    return deliveries.values().stream().mapToLong(delivery -> delivery.outbox().bytes()).sum();
  }

  /** Deletes what belongs to sandboxes that are gone and have nothing to be sent any more. */
  private void forgetGone() {
    deliveries
        .entrySet()
        .removeIf(
            entry -> {
              String key = entry.getKey();
              boolean gone =
                  !key.equals(ENGINE)
                      && entry.getValue().idle()
                      && !exports.exists(key.substring("sandbox-".length()));
              if (gone) {
                try {
                  entry.getValue().outbox().delete();
                } catch (IOException e) {
                  LOG.log(System.Logger.Level.DEBUG, "left behind: {0}", key, e);
                }
              }
              return gone;
            });
  }

  /** What waits of a sandbox, in bytes. */
  public long queuedBytes(String sandbox) {
    return deliveries.values().stream()
        .mapToLong(delivery -> delivery.outbox().bytes(sandbox))
        .sum();
  }

  /** What became of signals, for people who look after the engine. */
  public ObjectNode describe() {
    ObjectNode json = tally.toJson();
    json.put("endpoint", settings.destination().map(d -> d.endpoint().toString()).orElse(""));
    json.put("protocol", settings.destination().map(d -> d.protocol().label()).orElse(""));
    return json;
  }

  /** Puts everything on disk and ends; the next engine goes on. */
  @Override
  public void close() {
    gathered.close();
    try {
      executor.submit(this::flush).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.WARNING, "signals may not be on disk yet: {0}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
    sender.close();
  }
}
