package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.ExitCode;
import dev.sandglass.cli.console.OutputClosedException;
import dev.sandglass.cli.terminal.HostSignals;
import dev.sandglass.cli.terminal.Interruption;
import dev.sandglass.cli.terminal.RawTerminal;
import dev.sandglass.cli.value.Durations;
import dev.sandglass.cli.value.SignalName;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.process.CommandExit;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A command inside a sandbox, tied to the streams, the terminal and the signals of {@code sand}.
 *
 * <p>The first signal that asks to end goes to the command; the second ends it by force.
 */
final class ForegroundCommand {
  private final CommandContext context;
  private final Interruption interruption;
  private final AtomicReference<IOException> outputFailure = new AtomicReference<>();
  private final AtomicReference<String> signalled = new AtomicReference<>();
  private volatile boolean forced;

  ForegroundCommand(CommandContext context, Interruption interruption) {
    this.context = context;
    this.interruption = interruption;
  }

  /**
   * Runs a command to its end.
   *
   * @return its exit code
   * @throws OutputClosedException if the reader of standard output went away; the command has ended
   */
  int run(Sandbox sandbox, ExecRequest.Builder request, boolean onTerminal) {
    if (!onTerminal) {
      return attach(sandbox, request.build(), Optional.empty());
    }
    if (!context.console().terminals().in()) {
      throw CommandException.cannot(ErrorKind.NO_TERMINAL, "-t needs a terminal as standard input")
          .withHint("Leave -t out to send what comes through a pipe.");
    }
    try (RawTerminal terminal = RawTerminal.open()) {
      context.environment().get("TERM").ifPresent(value -> request.environment("TERM", value));
      return attach(sandbox, request.terminal(terminal.size()).build(), Optional.of(terminal));
    }
  }

  private int attach(Sandbox sandbox, ExecRequest request, Optional<RawTerminal> terminal) {
    try (RunningCommand command = sandbox.processes().exec(request, output())) {
      interruption.passTo(name -> signal(command, name));
      if (request.stdin()) {
        startPump(command);
      }
      HostSignals resizes = watchSize(command, terminal);
      try {
        return exitCode(command.waitFor(), request);
      } finally {
        resizes.close();
      }
    } catch (SandboxException e) {
      IOException failure = outputFailure.get();
      if (failure != null) {
        throw new OutputClosedException(failure);
      }
      if (forced) {
        return SignalName.parse(signalled.get()).exitCode();
      }
      throw e;
    }
  }

  private static HostSignals watchSize(RunningCommand command, Optional<RawTerminal> terminal) {
    List<String> names = terminal.isPresent() ? List.of("WINCH") : List.of();
    return HostSignals.handle(names, name -> resize(command, terminal.orElseThrow()));
  }

  private static void resize(RunningCommand command, RawTerminal terminal) {
    try {
      command.resize(terminal.size());
    } catch (SandboxException | CommandException e) {
      // It has ended, or the terminal has: who waits for its end will tell.
      return;
    }
  }

  private static int exitCode(CommandExit exit, ExecRequest request) {
    if (exit.timedOut()) {
      String limit = request.timeout().map(Durations::format).orElse("its time");
      throw new CommandException(
          ExitCode.TIMED_OUT, ErrorKind.TIMED_OUT, "The command did not end within " + limit);
    }
    return exit.exitCode();
  }

  private OutputConsumer output() {
    OutputConsumer streams = OutputConsumer.to(context.console().out(), context.console().err());
    return (channel, data) -> {
      try {
        streams.accept(channel, data);
      } catch (IOException e) {
        outputFailure.compareAndSet(null, e);
        throw e;
      }
    };
  }

  private void signal(RunningCommand command, String name) {
    context.interrupted();
    if (!signalled.compareAndSet(null, name)) {
      forced = true;
      command.close();
      return;
    }
    try {
      command.signal(name);
    } catch (SandboxException e) {
      // A provider that passes no signals on, or a connection that broke: end it the other way.
      forced = true;
      command.close();
    }
  }

  private void startPump(RunningCommand command) {
    Thread pump = new Thread(() -> pump(command), "stdin");
    pump.setDaemon(true);
    pump.start();
  }

  private void pump(RunningCommand command) {
    byte[] buffer = new byte[32 * 1024];
    InputStream in = context.console().in();
    try (OutputStream stdin = command.stdin()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        stdin.write(buffer, 0, count);
        stdin.flush();
      }
    } catch (IOException e) {
      // The command has ended, or does not read any more: what is left over has no reader.
      return;
    }
  }
}
