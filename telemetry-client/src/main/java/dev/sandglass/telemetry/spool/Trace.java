package dev.sandglass.telemetry.spool;

/** Is told of the life of the queue, for a user who wants to watch it. */
@FunctionalInterface
public interface Trace {
  /** Tells nobody. */
  Trace NONE = message -> {};

  /** Takes one line, which holds names of the queue's own files and nothing of the user's. */
  void say(String message);
}
