package dev.sandglass.engine.isolation;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/**
 * A command running in a sandbox as a child of the engine; it ends when the engine does. Streams
 * are pipes: reading and writing block, so use threads of your own. Thread-safe.
 */
public interface Execution {
  /** Standard input of the command, or of its terminal. Closing it is the end of input. */
  OutputStream stdin();

  /** Standard output; with a terminal, everything the terminal shows. */
  InputStream stdout();

  /** Standard error; empty with a terminal. */
  InputStream stderr();

  /**
   * The command's process id on the host, or -1 while or if it could not be started. For display
   * only.
   */
  long hostPid();

  /**
   * Completes when the command has ended and its outputs were drained or closed: with its exit code
   * (128 + n after signal n, 127 if the program was not found, 126 if it could not be executed), or
   * exceptionally with an {@link IsolationException} if it could not be started at all (a working
   * directory that does not exist, say). What the command left running in the background goes on.
   */
  CompletableFuture<Integer> exit();

  /**
   * Sends a signal to the command's process group (with a terminal: to the foreground processes).
   *
   * @param signal a name without SIG, such as {@code INT}
   * @throws IllegalArgumentException if there is no such signal
   */
  void signal(String signal);

  /**
   * Ends the command and all its descendants: TERM, then KILL after the grace period. Returns at
   * once; {@link #exit()} tells when it is done. If the command has ended already, it ends what
   * that left running in its session.
   *
   * @param graceMillis milliseconds between the two signals; 0 sends KILL at once
   */
  void terminate(long graceMillis);

  /** Changes the size of the terminal; does nothing without one. */
  void resize(TerminalSize size);
}
