package dev.sandglass.cli.otel;

import dev.sandglass.cli.ErrorKind;
import dev.sandglass.sandbox.ClientOptions;

/** What is told about one run of a command. */
sealed interface Invocation permits Invocation.Untold, TracedInvocation {
  /** Nothing is told. */
  Invocation NONE = new Untold();

  /** Lets a client tell what it does. */
  ClientOptions observe(ClientOptions options);

  /** Takes in the failure that the command is going to end with. */
  void failed(Throwable failure, ErrorKind kind);

  /** Ends the command and sends what is left, within a bounded time; only the first call counts. */
  void end(int exitCode);

  /** A command that nothing is told about. */
  final class Untold implements Invocation {
    private Untold() {}

    @Override
    public ClientOptions observe(ClientOptions options) {
      return options.withoutOpenTelemetry();
    }

    @Override
    public void failed(Throwable failure, ErrorKind kind) {
      // Nobody wants to know.
    }

    @Override
    public void end(int exitCode) {
      // Nobody wants to know.
    }
  }
}
