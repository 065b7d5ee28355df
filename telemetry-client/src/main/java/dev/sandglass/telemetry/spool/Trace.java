package dev.sandglass.telemetry.spool;

/** Is told of the life of the queue, for a user who wants to watch it. */
@FunctionalInterface
public interface Trace {
  /** Tells nobody. */
  Trace NONE = new Nobody();

  /** Takes one line, which holds names of the queue's own files and nothing of the user's. */
  void say(String message);

  /** A class, because on the JVM the first lambda of a run costs more than writing an event. */
  final class Nobody implements Trace {
    private Nobody() {}

    @Override
    public void say(String message) {
      // nobody listens
    }
  }
}
