package dev.sandglass.sandbox.http;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Is told of every request. Sees routes, never concrete paths, hosts, headers or bodies. Must be
 * quick, thread-safe, and never throw.
 */
@FunctionalInterface
public interface RequestObserver {
  /** Wants to know nothing. */
  RequestObserver NONE = request -> outcome -> {};

  /**
   * A request begins on the calling thread.
   *
   * @param request what can be said of it
   */
  Observation started(ObservedRequest request);

  /** One request, with all its attempts. */
  @FunctionalInterface
  interface Observation {
    /** The answer's head has come, or none will; called exactly once, on any thread. */
    void finished(Outcome outcome);
  }

  /**
   * How a request ended.
   *
   * @param status HTTP status of the last answer; empty if there was none
   * @param duration from the beginning to the head of the answer, all attempts together
   * @param retries how many attempts there were beyond the first
   */
  record Outcome(OptionalInt status, Duration duration, int retries) {}
}
