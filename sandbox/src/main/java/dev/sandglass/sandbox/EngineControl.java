package dev.sandglass.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/** The embedded engine itself; needs {@link Capability#ENGINE_CONTROL}. */
public interface EngineControl {
  /** Returns what runs now, if anything does; never starts it. */
  Optional<EngineInfo> status();

  /**
   * Starts the engine if it does not run yet.
   *
   * @throws SandboxException.EngineUnavailable if it does not come up; the message holds its reason
   */
  EngineInfo start();

  /**
   * Stops the engine and waits until it is gone. Returns whether one was running.
   *
   * @param force whether to stop it while sandboxes run; they go on, and the next engine finds them
   * @throws SandboxException.Conflict if sandboxes run and it is not forced
   */
  boolean stop(boolean force);

  /**
   * Lets a browser of this machine look at the dashboard; starts the engine if it does not run yet.
   */
  DashboardLink dashboard();

  /** Where the engine writes its log. */
  Path logFile();
}
