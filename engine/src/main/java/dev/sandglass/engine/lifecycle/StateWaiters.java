package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.server.ApiException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who wait for a state of one sandbox. */
final class StateWaiters {
  private record Waiter(Set<SandboxState> states, CompletableFuture<SandboxRecord> reached) {}

  private final List<Waiter> waiters = new CopyOnWriteArrayList<>();

  /**
   * Completes when one of these states is reached; exceptionally when that can no longer come
   * about.
   *
   * @param now the sandbox as it is; no change of it may be going on
   */
  CompletableFuture<SandboxRecord> await(Set<SandboxState> states, SandboxRecord now) {
    Waiter waiter = new Waiter(EnumSet.copyOf(states), new CompletableFuture<>());
    if (!settle(waiter, now)) {
      waiters.add(waiter);
      waiter.reached.whenComplete((reached, failure) -> waiters.remove(waiter));
    }
    return waiter.reached;
  }

  /** Tells of a change. */
  void changed(SandboxRecord now) {
    waiters.forEach(waiter -> settle(waiter, now));
  }

  private static boolean settle(Waiter waiter, SandboxRecord now) {
    if (waiter.states.contains(now.state())) {
      waiter.reached.completeAsync(() -> now);
      return true;
    }
    boolean ends = waiter.states.contains(SandboxState.TERMINATED);
    if (now.state() == SandboxState.TERMINATED || (now.deleting() && !ends)) {
      waiter.reached.completeExceptionally(Invalid.noSandbox(now.id()));
      return true;
    }
    if (now.state() == SandboxState.FAILED && !(ends && now.deleting())) {
      ApiException failed =
          Invalid.state("sandbox " + now.id() + " has failed: " + now.status().message());
      waiter.reached.completeExceptionally(failed);
      return true;
    }
    return false;
  }
}
