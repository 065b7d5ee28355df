package dev.sandglass.sandbox.process;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A command that runs in the foreground: its life is tied to this object. */
public interface RunningCommand extends AutoCloseable {
  /** The server's id of it. */
  String id();

  /**
   * Its standard input. Writing waits while the command does not read; closing is end of file. Once
   * the command has ended, writing throws {@link java.io.IOException}. For one thread at a time.
   *
   * @throws IllegalStateException if the request did not ask for standard input
   */
  OutputStream stdin();

  /**
   * Sends a signal to the command and its children.
   *
   * @param signal its name without {@code SIG}, such as {@code INT}
   * @throws dev.sandglass.sandbox.SandboxException.Unsupported if the provider cannot
   */
  void signal(String signal);

  /** Tells the command the new size of its terminal; without a terminal nothing happens. */
  void resize(TerminalSize size);

  /**
   * Completes when the command has ended and all its output has been taken; exceptionally with a
   * {@link dev.sandglass.sandbox.SandboxException} when that will never be known.
   */
  CompletableFuture<CommandExit> exit();

  /**
   * Waits for the end.
   *
   * @throws dev.sandglass.sandbox.SandboxException.Interrupted if the thread is interrupted; the
   *     command goes on until this is closed
   */
  CommandExit waitFor();

  /**
   * Waits for the end, but not longer than this.
   *
   * @throws dev.sandglass.sandbox.SandboxException.TimedOut if it takes longer; the command goes on
   */
  CommandExit waitFor(Duration timeout);

  /** Ends the command, if it still runs, with all its children. */
  @Override
  void close();
}
