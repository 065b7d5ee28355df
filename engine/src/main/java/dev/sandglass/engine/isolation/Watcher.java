package dev.sandglass.engine.isolation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Notices the end of processes that are not the engine's children, by looking again and again. */
final class Watcher {
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var watcher = new Thread(work, "isolation-watcher");
            watcher.setDaemon(true);
            return watcher;
          });

  /** Completes when the condition holds, checked every so many milliseconds. */
  CompletableFuture<Void> when(BooleanSupplier condition, long periodMillis) {
    var result = new CompletableFuture<Void>();
    ScheduledFuture<?> looking =
        thread.scheduleWithFixedDelay(
            () -> {
              try {
                if (condition.getAsBoolean()) {
                  result.complete(null);
                }
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            },
            periodMillis,
            periodMillis,
            TimeUnit.MILLISECONDS);
    result.whenComplete((value, failure) -> looking.cancel(false));
    return result;
  }
}
