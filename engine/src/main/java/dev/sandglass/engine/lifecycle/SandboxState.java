package dev.sandglass.engine.lifecycle;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Where a sandbox is in its life. */
public enum SandboxState {
  /** Being made. */
  PENDING("Pending"),
  /** Ready for commands. */
  RUNNING("Running"),
  /** Being frozen. */
  PAUSING("Pausing"),
  /** Frozen, with everything in memory. */
  PAUSED("Paused"),
  /** Being thawed. */
  RESUMING("Resuming"),
  /** Being stopped or deleted. */
  STOPPING("Stopping"),
  /** Without processes; its files are kept, and it can be started. */
  STOPPED("Stopped"),
  /** Being started again. */
  STARTING("Starting"),
  /** Something went wrong; its files are kept, and it can be started. */
  FAILED("Failed"),
  /** Gone. */
  TERMINATED("Terminated");

  /** States in which a holder exists or comes to exist. */
  static final Set<SandboxState> ALIVE =
      EnumSet.of(PENDING, RUNNING, PAUSING, PAUSED, RESUMING, STOPPING, STARTING);

  private final String label;

  SandboxState(String label) {
    this.label = label;
  }

  /** Its name in the API. */
  public String label() {
    return label;
  }

  /** The state of this name in the API. */
  public static Optional<SandboxState> of(String label) {
    return Arrays.stream(values()).filter(state -> state.label.equals(label)).findFirst();
  }
}
