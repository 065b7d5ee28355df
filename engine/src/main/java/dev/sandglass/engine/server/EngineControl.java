package dev.sandglass.engine.server;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What clients may learn of and do to the engine itself. */
public interface EngineControl {
  /** Describes the engine as the API does. May block. */
  ObjectNode describe();

  /** What became of the signals of a sandbox since the engine started, as the API describes it. */
  ObjectNode signals(String sandbox);

  /**
   * Ends the engine soon; sandboxes go on.
   *
   * @param force whether to end although sandboxes run
   * @throws ApiException 409 {@code ENGINE::BUSY} if sandboxes run and it is not forced
   */
  void stop(boolean force);
}
