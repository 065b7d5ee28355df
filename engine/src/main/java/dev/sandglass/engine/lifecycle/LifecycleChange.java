package dev.sandglass.engine.lifecycle;

import java.util.Optional;

/**
 * Something that happened to a sandbox; of the sandbox itself it says nothing.
 *
 * @param kind what happened
 * @param base what kind of thing the sandbox was made from
 * @param provenance where the image it was made from says that it came from
 */
public record LifecycleChange(Kind kind, Base base, Provenance provenance) {
  /** What can happen. */
  public enum Kind {
    CREATED,
    STARTED,
    STOPPED,
    PAUSED,
    RESUMED,
    DELETED,
    FAILED
  }

  /** What a sandbox can be made from. */
  public enum Base {
    /** The machine's own programs. */
    HOST,
    /** A template made from a directory or an archive. */
    TEMPLATE,
    /** A template made from an image. */
    IMAGE,
    /** A snapshot of another sandbox. */
    SNAPSHOT
  }

  /** Returns what it is called when a sandbox comes to a state; steps in between are nothing. */
  static Optional<Kind> between(SandboxState before, SandboxState now) {
    return before == now
        ? Optional.empty()
        : switch (now) {
          case RUNNING -> Optional.of(beginning(before));
          case PAUSED -> Optional.of(Kind.PAUSED);
          case STOPPED -> Optional.of(Kind.STOPPED);
          case FAILED -> Optional.of(Kind.FAILED);
          case TERMINATED -> Optional.of(Kind.DELETED);
          case PENDING, STARTING, PAUSING, RESUMING, STOPPING -> Optional.empty();
        };
  }

  private static Kind beginning(SandboxState before) {
    return switch (before) {
      case PENDING -> Kind.CREATED;
      case PAUSING, PAUSED, RESUMING -> Kind.RESUMED;
      default -> Kind.STARTED;
    };
  }
}
