package dev.sandglass.engine.lifecycle;

/**
 * Is told what happens to sandboxes whose users allow it to be recorded. Must be quick,
 * thread-safe, and never throw.
 */
@FunctionalInterface
public interface LifecycleObserver {
  /** Something happened just now. */
  void changed(LifecycleChange change);
}
