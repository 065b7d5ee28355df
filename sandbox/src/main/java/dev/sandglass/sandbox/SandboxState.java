package dev.sandglass.sandbox;

/**
 * A lifecycle state. Servers may send states that are not among the constants; they are kept as
 * they came.
 *
 * @param name the state's name, such as {@code Running}
 */
public record SandboxState(String name) {
  public static final SandboxState PENDING = new SandboxState("Pending");
  public static final SandboxState STARTING = new SandboxState("Starting");
  public static final SandboxState RUNNING = new SandboxState("Running");
  public static final SandboxState PAUSING = new SandboxState("Pausing");
  public static final SandboxState PAUSED = new SandboxState("Paused");
  public static final SandboxState RESUMING = new SandboxState("Resuming");
  public static final SandboxState STOPPING = new SandboxState("Stopping");

  /** Not running, files kept, can be started. */
  public static final SandboxState STOPPED = new SandboxState("Stopped");

  public static final SandboxState TERMINATED = new SandboxState("Terminated");
  public static final SandboxState FAILED = new SandboxState("Failed");

  /** Gone; only {@link Sandbox#waitFor} answers it. */
  public static final SandboxState DELETED = new SandboxState("Deleted");

  @Override
  public String toString() {
    return name;
  }
}
