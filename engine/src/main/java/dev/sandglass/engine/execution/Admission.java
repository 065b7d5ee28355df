package dev.sandglass.engine.execution;

import dev.sandglass.engine.server.ApiException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bounds how much runs at once. Thread-safe. */
final class Admission {
  /** Executions at once in one engine. */
  static final int PER_ENGINE = 512;

  /** Executions at once in one sandbox. */
  static final int PER_SANDBOX = 128;

  private final Semaphore engine = new Semaphore(PER_ENGINE);

  /** The share of one sandbox. */
  final class Share {
    private final Semaphore sandbox = new Semaphore(PER_SANDBOX);

    /**
     * Admits one more execution.
     *
     * @throws ApiException 429 if there are too many
     */
    Permit acquire() {
      if (!sandbox.tryAcquire()) {
        throw tooMany("this sandbox runs " + PER_SANDBOX + " commands at once");
      }
      if (!engine.tryAcquire()) {
        sandbox.release();
        throw tooMany("the engine runs " + PER_ENGINE + " commands at once");
      }
      return new Permit(sandbox);
    }
  }

  /** The right to run one execution, until it is closed. */
  final class Permit implements AutoCloseable {
    private final Semaphore sandbox;
    private final AtomicBoolean held = new AtomicBoolean(true);

    private Permit(Semaphore sandbox) {
      this.sandbox = sandbox;
    }

    /** Gives the right back; later calls do nothing. */
    @Override
    public void close() {
      if (held.compareAndSet(true, false)) {
        sandbox.release();
        engine.release();
      }
    }
  }

  private static ApiException tooMany(String what) {
    return new ApiException(
        429, "SANDBOX::TOO_MANY_EXECUTIONS", what + ", which is the most: try again later");
  }
}
