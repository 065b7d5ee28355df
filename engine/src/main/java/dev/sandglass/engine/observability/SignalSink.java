package dev.sandglass.engine.observability;

/**
 * Takes signals: keeps them, or sends them on. It neither blocks nor throws: what it cannot take it
 * drops, and counts. Thread-safe.
 */
public interface SignalSink {
  /** Takes a batch whose resources are stamped already. */
  void accept(SignalBatch batch);

  /** Whether it has any use for signals; whoever makes them can spare the work otherwise. */
  default boolean wants() {
    return true;
  }
}
