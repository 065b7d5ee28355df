package dev.sandglass.engine.telemetry;

import dev.sandglass.engine.lifecycle.LifecycleChange;
import dev.sandglass.engine.lifecycle.LifecycleObserver;
import dev.sandglass.engine.lifecycle.Provenance;
import dev.sandglass.engine.server.RequestObserver;
import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.telemetry.DaemonTelemetry;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.HttpStatus;
import dev.sandglass.telemetry.event.Milliseconds;
import dev.sandglass.telemetry.event.RequestHandled;
import dev.sandglass.telemetry.event.RequestHandled.ProviderKind;
import dev.sandglass.telemetry.event.RequestHandled.Side;
import dev.sandglass.telemetry.event.SandboxChanged;
import dev.sandglass.telemetry.spool.Candidates.Names;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records what the engine serves and what happens to its sandboxes, if the user allows it. Whoever
 * tells it something never waits: everything is done on a thread of its own, and what that thread
 * cannot keep up with is given up.
 */
public final class EngineTelemetry implements LifecycleObserver, RequestObserver, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EngineTelemetry.class.getName());
  private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(30);
  private static final long CLOSE_SECONDS = 2;
  private static final int MOST_WAITING = 256;

  private final DaemonTelemetry telemetry;
  private final AtomicInteger waiting = new AtomicInteger();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(EngineTelemetry::daemon);

  /** Begins to record. */
  public EngineTelemetry(DaemonTelemetry telemetry) {
    this.telemetry = telemetry;
    thread.scheduleWithFixedDelay(
        telemetry::flush, FLUSH_INTERVAL.toSeconds(), FLUSH_INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "telemetry");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void served(ServedRequest request) {
    RequestHandled event =
        new RequestHandled(
            Side.SERVED,
            request.method(),
            request.route(),
            request.query(),
            HttpStatus.of(request.status()),
            Milliseconds.of(request.duration()),
            ProviderKind.LOCAL);
    record(event, Names.NONE);
  }

  @Override
  public void changed(LifecycleChange change) {
    SandboxChanged.Change kind = SandboxChanged.Change.valueOf(change.kind().name());
    SandboxChanged.Origin origin = SandboxChanged.Origin.valueOf(change.base().name());
    Provenance provenance = change.provenance();
    Optional<ImageReference> image = ImageReference.parse(provenance.image());
    Optional<PublicImage> official = image.flatMap(PublicImage::official);
    // What is public by definition needs no check; of the rest the uploader finds out.
    Names candidates =
        new Names(
            official.isPresent() ? Optional.empty() : image,
            GitRemote.parse(provenance.repository()));
    record(new SandboxChanged(kind, origin, official, Optional.empty()), candidates);
  }

  private void record(Event.Body event, Names candidates) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      telemetry.givenUp();
      return;
    }
    try {
      thread.execute(
          () -> {
            waiting.decrementAndGet();
            if (telemetry.happened(event, candidates)) {
              flush();
            }
          });
    } catch (RejectedExecutionException e) {
      telemetry.givenUp(); // the engine is ending
    }
  }

  private void flush() {
    try {
      telemetry.flush();
    } catch (RuntimeException e) {
      // The timer would not call again.
      LOG.log(System.Logger.Level.DEBUG, "usage telemetry was not written", e);
    }
  }

  /** Writes what has happened so far, and ends. */
  @Override
  public void close() {
    thread.execute(this::flush);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow(); // a disk that does not answer: nobody waits for usage telemetry
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
