package dev.sandglass.sandbox;

import java.util.Optional;

/** Is told of every operation of the client API. Must be quick, thread-safe, and never throw. */
@FunctionalInterface
public interface OperationObserver {
  /** Wants to know nothing. */
  OperationObserver NONE = operation -> failure -> {};

  /** An operation begins on the calling thread. */
  Observation started(Operation operation);

  /** One operation being observed. */
  @FunctionalInterface
  interface Observation {
    /** The operation ended, with a failure or without; called exactly once, on any thread. */
    void finished(Optional<? extends Throwable> failure);
  }
}
