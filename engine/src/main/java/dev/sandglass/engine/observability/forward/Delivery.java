package dev.sandglass.engine.observability.forward;

import dev.sandglass.engine.observability.forward.Outbox.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Sends what is in an outbox, one request after the other. For the executor's one thread. */
final class Delivery {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Outbox outbox;
  private final Destination destination;
  private final Sender sender;
  private final ScheduledExecutorService executor;
  private final Tally tally;
  private final Runnable settled;
  private boolean busy;
  private int failures;
  private String told = "";

  /**
   * Prepares.
   *
   * @param settled is called whenever something has left the outbox
   */
  Delivery(
      Outbox outbox,
      Destination destination,
      Sender sender,
      ScheduledExecutorService executor,
      Tally tally,
      Runnable settled) {
    this.outbox = outbox;
    this.destination = destination;
    this.sender = sender;
    this.executor = executor;
    this.tally = tally;
    this.settled = settled;
  }

  Outbox outbox() {
    return outbox;
  }

  Destination destination() {
    return destination;
  }

  /** Whether nothing waits and nothing is under way. */
  boolean idle() {
    return !busy && outbox.size() == 0;
  }

  /** Sends the next request, unless one is under way or has to wait. */
  void next() {
    Optional<Item> item = outbox.first();
    if (busy || item.isEmpty()) {
      return;
    }
    busy = true;
    try {
      byte[] message = outbox.read(item.get());
      sender
          .send(destination, item.get().signal(), message)
          .onComplete(result -> execute(() -> settle(item.get(), result.result())));
    } catch (IOException e) {
      settle(item.get(), new Verdict.Refused("it cannot be read: " + e.getMessage()));
    } catch (RuntimeException e) {
      // Whatever is wrong with sending now need not be wrong with this request.
      settle(item.get(), new Verdict.Later("it cannot be sent: " + e, Optional.empty()));
    }
  }

  private void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      // The engine ends; what is in the outbox is the next one's.
      LOG.log(System.Logger.Level.DEBUG, "left to the next engine");
    }
  }

  private void settle(Item item, Verdict verdict) {
    if (verdict instanceof Verdict.Later later) {
      failures++;
      tell(later.reason());
      Duration pause = pause(later.after());
      try {
        executor.schedule(this::again, pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "left to the next engine");
      }
      return;
    }
    failures = 0;
    if (verdict instanceof Verdict.Taken taken) {
      long rejected = Math.max(0, Math.min(taken.rejected(), item.records()));
      tally.sent(item.origin(), item.records() - rejected);
      tally.rejected(item.origin(), rejected);
      tell(rejected == 0 ? "" : "some records were rejected: " + taken.reason());
    } else if (verdict instanceof Verdict.Refused refused) {
      tally.dropped(item.origin(), item.records());
      tell(refused.reason());
    }
    try {
      outbox.remove(item);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "a request that was sent stays: {0}", e.toString());
    }
    again();
    settled.run();
  }

  private void again() {
    busy = false;
    next();
  }

  private Duration pause(Optional<Duration> after) {
    long exponential = FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10);
    long most = Math.min(exponential, LONGEST_PAUSE.toMillis());
    Duration own = Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    return after.filter(asked -> asked.compareTo(own) > 0).orElse(own);
  }

  /** Says in the log what is wrong, each thing once in a row. */
  private void tell(String problem) {
    if (!problem.equals(told)) {
      told = problem;
      tally.problem(problem);
      if (!problem.isEmpty()) {
        LOG.log(System.Logger.Level.WARNING, "signals for {0}: {1}", destination, problem);
      }
    }
  }
}
