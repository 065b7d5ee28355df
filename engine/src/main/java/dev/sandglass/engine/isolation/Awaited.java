package dev.sandglass.engine.isolation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that programs of a sandbox rely on and that is not quite ready when it runs. */
final class Awaited {
  private static final long PATIENCE_SECONDS = 2;

  private volatile CompletableFuture<?> something = CompletableFuture.completedFuture(null);

  void set(CompletableFuture<?> next) {
    something = next;
  }

  /** Waits for it, but not for long. */
  void await() {
    try {
      something.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Whoever makes it reports what went wrong; programs run without it.
      System.getLogger(Awaited.class.getName())
          .log(System.Logger.Level.DEBUG, "programs start without waiting any longer", e);
    }
  }
}
