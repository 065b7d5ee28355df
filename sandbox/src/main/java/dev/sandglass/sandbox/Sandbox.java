package dev.sandglass.sandbox;

import dev.sandglass.sandbox.files.FileSystem;
import dev.sandglass.sandbox.process.CodeInterpreter;
import dev.sandglass.sandbox.process.Processes;
import dev.sandglass.sandbox.signals.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One sandbox. A handle: it holds no connection and need not be closed.
 *
 * <p>Every call may throw {@link SandboxException.NotFound} when the sandbox is gone, {@link
 * SandboxException.WrongState} when its state does not allow it, and what the transport throws.
 */
public interface Sandbox {
  /** Its id. */
  String id();

  /** Asks the server about it. */
  SandboxInfo info();

  /** Asks the server for limits, usage and the like; needs {@link Capability#DETAILS}. */
  SandboxDetails details();

  /** Starts it again and waits until it runs; needs {@link Capability#STOP_START}. */
  SandboxInfo start(Duration timeout);

  /**
   * Stops it, its files kept, and waits until it has stopped; needs {@link Capability#STOP_START}.
   *
   * @param grace how long its processes have to end by themselves before they are killed
   */
  SandboxInfo stop(Duration grace);

  /** Freezes all its processes and waits until they are; needs {@link Capability#PAUSE}. */
  SandboxInfo pause(Duration timeout);

  /** Lets frozen processes go on and waits until they do; needs {@link Capability#PAUSE}. */
  SandboxInfo resume(Duration timeout);

  /** Deletes it with its files; returns when the server has accepted that. */
  void delete();

  /** Moves its expiry and returns what the server made of it; needs {@link Capability#RENEW}. */
  Instant renew(Instant expiresAt);

  /**
   * Changes metadata; needs {@link Capability#METADATA}.
   *
   * @param changes values to set; empty removes the key
   */
  SandboxInfo patchMetadata(Map<String, Optional<String>> changes);

  /**
   * Waits until it is in one of the states. {@link SandboxState#DELETED} waits for it to be gone.
   *
   * @throws SandboxException.TimedOut if that takes longer
   * @throws SandboxException.WrongState if it failed and that was not waited for
   */
  SandboxInfo waitFor(Set<SandboxState> states, Duration timeout);

  /** CPU and memory figures as seen inside; needs {@link Capability#METRICS}. */
  SandboxMetrics metrics();

  /** What it used and told, as recorded; needs {@link Capability#SIGNALS}. */
  Signals signals();

  /** Commands and processes. */
  Processes processes();

  /** Stateful code execution. */
  CodeInterpreter code();

  /** Files and directories. */
  FileSystem files();

  /** Ports inside. */
  Ports ports();

  /** Takes a snapshot and waits until it is ready; needs {@link Capability#SNAPSHOTS}. */
  SnapshotInfo snapshot(Optional<String> name, Duration timeout);
}
