package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationFact;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.process.CommandExit;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.RunningCommand;
import dev.sandglass.sandbox.process.TerminalSize;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A foreground command whose operation lasts until it has ended. Whoever waits for the end through
 * this learns of it after the observer has.
 */
final class ObservedCommand implements RunningCommand {
  private final RunningCommand command;
  private final CompletableFuture<CommandExit> exit;
  private final AtomicLong written;
  private final Observation observation;

  private ObservedCommand(
      Observation observation,
      RunningCommand command,
      CompletableFuture<CommandExit> exit,
      AtomicLong written) {
    this.observation = observation;
    this.command = command;
    this.exit = exit;
    this.written = written;
  }

  /** Starts a command. */
  @FunctionalInterface
  interface Start {
    RunningCommand start(Observation observation, ExecRequest request, OutputConsumer output);
  }

  /** Starts a command with the variables by which it continues the trace. */
  static RunningCommand start(Link link, ExecRequest request, OutputConsumer output, Start start) {
    return link.observingStart(
        Operation.PROCESS_EXEC,
        observation -> {
          var read = new AtomicLong();
          var written = new AtomicLong();
          OutputConsumer counted = counting(output, read);
          ExecRequest continued = request.withDefaults(observation.environment());
          RunningCommand command = start.start(observation, continued, counted);
          CompletableFuture<CommandExit> exit =
              command
                  .exit()
                  .whenComplete(
                      (how, failure) -> {
                        observation.happened(new OperationFact.BytesRead(read.get()));
                        if (request.stdin()) {
                          observation.happened(new OperationFact.BytesWritten(written.get()));
                        }
                        end(observation, how, failure);
                      });
          return new ObservedCommand(observation, command, exit, written);
        });
  }

  static OutputConsumer counting(OutputConsumer output, AtomicLong count) {
    return (channel, data) -> {
      count.addAndGet(data.remaining());
      output.accept(channel, data);
    };
  }

  private static void end(
      Observation observation, @Nullable CommandExit how, @Nullable Throwable failure) {
    if (how != null) {
      observation.happened(new OperationFact.Exited(how));
    }
    observation.finished(
        Optional.ofNullable(
            failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure));
  }

  @Override
  public String id() {
    return command.id();
  }

  @Override
  public OutputStream stdin() {
    return new FilterOutputStream(command.stdin()) {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
        written.incrementAndGet();
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        written.addAndGet(length);
      }
    };
  }

  @Override
  public void signal(String signal) {
    within(() -> command.signal(signal));
  }

  @Override
  public void resize(TerminalSize size) {
    command.resize(size);
  }

  @Override
  public CompletableFuture<CommandExit> exit() {
    return exit.copy();
  }

  @Override
  public CommandExit waitFor() {
    return SocketCommand.await(exit, null);
  }

  @Override
  public CommandExit waitFor(Duration timeout) {
    return SocketCommand.await(exit, timeout);
  }

  @Override
  public void close() {
    within(command::close);
  }

  /** Requests that it takes belong to the operation, whichever thread they come from. */
  private void within(Runnable action) {
    OperationObserver.Scope scope = observation.enter();
    try {
      action.run();
    } finally {
      scope.close();
    }
  }

  @Override
  public String toString() {
    return command.toString();
  }
}
