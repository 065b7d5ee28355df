package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.process.CommandExit;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.TerminalSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A command with input by the execd specification: a terminal, or pipes.
 *
 * <p>That protocol cannot close a pipe. So input goes as lines of base64 with a full stop at the
 * end, and a shell inside turns it back. The shell starts when the first line has come, so that no
 * output can be sent before this side listens; and it lingers a moment, because servers close the
 * socket when the process is gone even if output is still on its way.
 */
final class PtyCommand extends SocketCommand {
  private static final String DECODED_INPUT =
      "IFS= read -r go; exec 3<&0; %s < <(sed -un '/^\\.$/q;p' <&3 | base64 -d) 3<&-; "
          + "code=$?; sleep 0.1; exit $code";
  private static final String ON_TERMINAL =
      "stty cols %d rows %d; %s; code=$?; sleep 0.1; exit $code";

  private final Execd execd;
  private final String id;
  private final boolean terminal;
  private final OutputStream stdin;

  private PtyCommand(Execd execd, String id, ExecRequest request, OutputConsumer output) {
    super(output);
    this.execd = execd;
    this.id = id;
    this.terminal = request.terminal().isPresent();
    this.stdin = terminal ? new FrameOutputStream(this, () -> {}) : new EncodedInput(this);
  }

  static PtyCommand start(
      Execd execd, ExecRequest request, OutputConsumer output, Observation observation) {
    boolean onTerminal = request.terminal().isPresent();
    String line = ShellText.withEnvironment(request);
    String script =
        request
            .terminal()
            .map(size -> String.format(ON_TERMINAL, size.columns(), size.rows(), line))
            .orElseGet(() -> String.format(DECODED_INPUT, line));
    ObjectNode body = Fields.object();
    request.workingDirectory().ifPresent(path -> body.put("cwd", path));
    body.put("command", script);
    String id = Fields.text(execd.json(RouteCall.to(Route.PTY_CREATE).json(body)), "session_id");
    var command = new PtyCommand(execd, id, request, output);
    try {
      RouteCall call = RouteCall.to(Route.PTY_CONNECT, id).query("pty", onTerminal ? "1" : "0");
      command.attach(execd.connect(call, command).socket());
      command.awaitStart();
      if (!onTerminal) {
        command.sendRaw("\n");
      }
    } catch (SandboxException e) {
      command.close();
      throw e;
    } catch (IOException e) {
      command.close();
      throw new SandboxException.ConnectionLost(
          "The connection to the command broke", Details.causedBy(e));
    }
    request
        .timeout()
        .ifPresent(
            timeout ->
                command
                    .exit()
                    .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((exit, failure) -> command.endIfLate(failure, observation)));
    return command;
  }

  private void endIfLate(Throwable failure, Observation observation) {
    if (failure instanceof java.util.concurrent.TimeoutException) {
      CompletableFuture.runAsync(
          () -> {
            end(new CommandExit(137, true));
            OperationObserver.Scope scope = observation.enter();
            try {
              close();
            } finally {
              scope.close();
            }
          });
    }
  }

  @Override
  void onFrame(JsonNode frame) {
    switch (frame.path("type").asText("")) {
      case "connected" -> begin(frame);
      case "exit" -> end(new CommandExit(frame.path("exit_code").asInt(), false));
      case "error" -> fail(ProcessJson.failure(frame));
      default -> {
        // pongs
      }
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public OutputStream stdin() {
    return stdin;
  }

  @Override
  public void signal(String signal) {
    sendText(Fields.object().put("type", "signal").put("signal", "SIG" + signal));
  }

  @Override
  ObjectNode resizing(TerminalSize size) {
    return Fields.object()
        .put("type", "resize")
        .put("cols", size.columns())
        .put("rows", size.rows());
  }

  private void sendRaw(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    sendBinary(ByteBuffer.allocate(1 + bytes.length).put(STDIN).put(bytes).flip());
  }

  /** The session outlives its socket, so it is deleted too. */
  @Override
  public void close() {
    super.close();
    boolean interrupted = Thread.interrupted();
    try {
      execd.run(RouteCall.to(Route.PTY_DELETE, id));
    } catch (SandboxException e) {
      System.getLogger(PtyCommand.class.getName())
          .log(System.Logger.Level.DEBUG, "A session could not be deleted", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class EncodedInput extends OutputStream {
    private static final int PIECE = 32 * 1024;

    private final PtyCommand command;
    private boolean closed;

    EncodedInput(PtyCommand command) {
      this.command = command;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (closed) {
        throw new IOException("Standard input is closed");
      }
      for (int next = offset, end = offset + length; next < end; next += PIECE) {
        byte[] piece = Arrays.copyOfRange(bytes, next, Math.min(end, next + PIECE));
        command.sendRaw(Base64.getEncoder().encodeToString(piece) + "\n");
      }
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        if (!command.exit().isDone()) {
          command.sendRaw(".\n");
        }
      }
    }
  }
}
