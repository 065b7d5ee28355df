package dev.sandglass.engine.isolation;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A command that runs in a sandbox independently of the engine: it goes on when the engine ends,
 * and is found again through its directory. Thread-safe.
 */
public interface DetachedExecution {
  /**
   * Whether a command still runs or its last output is not yet in its files: told by those alone,
   * also when its sandbox has ended.
   *
   * @param directory its files
   */
  static boolean running(Path directory) {
    return FileExecution.running(directory);
  }

  /**
   * Where its files are: {@code stdout} and {@code stderr} (plain bytes, bounded, see {@link
   * Holder#executeDetached}), {@code exit} (the code in decimal, once ended).
   */
  Path directory();

  /** Whether it still runs. */
  boolean running();

  /** The exit code once it ended; empty while it runs, and if it was killed with its sandbox. */
  OptionalInt exitCode();

  /** Process id of the command on the host, -1 if unknown or ended. */
  long hostPid();

  /** Completes when it is seen to have ended (normally within 100 ms). */
  CompletableFuture<Void> ended();

  /**
   * Sends a signal to its process group.
   *
   * @param signal a name without SIG, such as {@code TERM}
   * @throws IllegalArgumentException if there is no such signal
   */
  void signal(String signal);

  /**
   * Ends the command and all its descendants: TERM, then KILL after the grace period. Returns at
   * once.
   */
  void terminate(long graceMillis);
}
