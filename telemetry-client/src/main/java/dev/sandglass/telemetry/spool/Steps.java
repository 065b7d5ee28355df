package dev.sandglass.telemetry.spool;

/** Is told of every step at which a process may die, for tests in which it does. */
interface Steps {
  Steps UNWATCHED = new Unwatched();

  /** Is called when a step is done. */
  void done(String step);

  /** A class and no lambda, which would cost every command its first one. */
  final class Unwatched implements Steps {
    private Unwatched() {}

    @Override
    public void done(String step) {
      // nobody watches
    }
  }
}
