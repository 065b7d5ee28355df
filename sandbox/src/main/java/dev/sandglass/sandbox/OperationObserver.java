package dev.sandglass.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Is told of every operation of the client API. Must be quick, thread-safe, and never throw. */
@FunctionalInterface
public interface OperationObserver {
  /** Wants to know nothing. */
  OperationObserver NONE = operation -> failure -> {};

  /** An operation begins on the calling thread. */
  Observation started(ObservedOperation operation);

  /** Returns what tells this and another observer. */
  default OperationObserver and(OperationObserver other) {
    if (other == NONE) {
      return this;
    }
    return this == NONE ? other : new BothObservers(this, other);
  }

  /** Does an operation and tells of its beginning and its end. */
  default <T> T observe(ObservedOperation operation, Function<Observation, T> work) {
    return observeStart(
        operation,
        observation -> {
          T result = work.apply(observation);
          observation.finished(Optional.empty());
          return result;
        });
  }

  /**
   * Begins an operation that goes on when this returns: only a failure is its end, otherwise the
   * work sees to it that the end is told.
   */
  default <T> T observeStart(ObservedOperation operation, Function<Observation, T> work) {
    Observation observation = started(operation);
    Scope scope = observation.enter();
    try {
      return work.apply(observation);
    } catch (RuntimeException | Error e) {
      observation.finished(Optional.of(e));
      throw e;
    } finally {
      scope.close();
    }
  }

  /** One operation being observed. */
  @FunctionalInterface
  interface Observation {
    /** Makes it the cause of what the calling thread does until the scope is closed there. */
    default Scope enter() {
      return Scope.NONE;
    }

    /** Variables that let a program which the operation starts continue the same trace. */
    default Map<String, String> environment() {
      return Map.of();
    }

    /** Something is known; on any thread, before the end. */
    default void happened(OperationFact fact) {}

    /** The operation ended, with a failure or without; called exactly once, on any thread. */
    void finished(Optional<? extends Throwable> failure);
  }

  /** Ends what {@link Observation#enter} began. */
  @FunctionalInterface
  interface Scope extends AutoCloseable {
    /** Nothing was begun. */
    Scope NONE = () -> {};

    @Override
    void close();
  }
}
