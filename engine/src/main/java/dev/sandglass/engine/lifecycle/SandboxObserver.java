package dev.sandglass.engine.lifecycle;

/** Is told of every change of the state of every sandbox, in order. */
public interface SandboxObserver {
  /**
   * A sandbox came to another state. Called with the sandbox locked: it must be quick, and call
   * nothing of the lifecycle.
   *
   * @param reason why, as one word of the API
   * @param message more about it for people; may be empty
   */
  void changed(String id, SandboxState before, SandboxState now, String reason, String message);

  /**
   * The processes of a sandbox have ended, and what they wrote is deleted when this returns. It may
   * take a moment, but not long: somebody waits.
   */
  default void ended(ObservedSandbox sandbox) {}
}
