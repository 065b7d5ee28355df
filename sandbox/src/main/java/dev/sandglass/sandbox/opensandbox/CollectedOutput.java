package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.process.CommandExit;
import dev.sandglass.sandbox.process.CommandResult;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.OutputChannel;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.Processes;
import dev.sandglass.sandbox.process.RunningCommand;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Output kept in memory, up to a limit. */
final class CollectedOutput implements OutputConsumer {
  private static final int LIMIT = 16 << 20;

  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private boolean truncated;

  /** Runs a command to its end. */
  static CommandResult run(Processes processes, ExecRequest request) {
    var output = new CollectedOutput();
    try (RunningCommand command = processes.exec(request, output)) {
      return output.result(command.waitFor());
    }
  }

  @Override
  public synchronized void accept(OutputChannel channel, ByteBuffer data) {
    ByteArrayOutputStream target = channel == OutputChannel.STDOUT ? stdout : stderr;
    byte[] bytes = new byte[Math.min(data.remaining(), LIMIT - target.size())];
    truncated |= bytes.length < data.remaining();
    data.get(bytes);
    target.writeBytes(bytes);
  }

  private synchronized CommandResult result(CommandExit exit) {
    return new CommandResult(exit, stdout.toByteArray(), stderr.toByteArray(), truncated);
  }
}
