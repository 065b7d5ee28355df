package dev.sandglass.sandbox;

import java.util.Optional;

/**
 * The same work on many sandboxes, as metrics show it: how many are under way, done, failed and
 * given up. For use by any number of threads.
 */
@FunctionalInterface
public interface Batch extends AutoCloseable {
  /** Nobody wants to know. */
  Batch UNOBSERVED = failure -> {};

  /**
   * One of them has been dealt with.
   *
   * @param failure what went wrong; {@link SandboxException.Interrupted} means that it was given up
   */
  void done(Optional<? extends Throwable> failure);

  /** Those that have not been dealt with are given up. */
  @Override
  default void close() {}
}
