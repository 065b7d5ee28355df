package dev.sandglass.engine.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.isolation.TerminalSize;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.observability.logs.CommandOutput;
import dev.sandglass.engine.observability.logs.Iostream;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingSocket;
import dev.sandglass.engine.server.RequestClock;
import dev.sandglass.sandbox.http.ServerTiming;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One command over a WebSocket: its request, its inputs and outputs byte for byte, and its end. A
 * slow reader or a command that does not read stops only this command. If the client goes away
 * first, the command and its descendants are ended.
 */
final class ExecConversation {
  private static final Set<String> ENDING = Set.of("INT", "TERM", "HUP", "QUIT");

  /** Exit codes above it stand for signals. */
  private static final int SIGNALLED = 128;

  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  /** With its leading byte a message is one WebSocket frame of 64 KiB. */
  private static final int CHUNK_BYTES = 64 * 1024 - 1;

  private static final long GRACE_MILLIS = 2_000;

  private final LiveSandbox sandbox;
  private final Map<String, String> trace;
  private final RequestClock clock;
  private final Workers workers;
  private final BlockingSocket socket;
  private volatile boolean timedOut;
  private volatile boolean askedToEnd;

  /**
   * Makes the conversation.
   *
   * @param trace variables for a command whose client says none of the like itself
   * @param clock runs since the socket was asked for
   */
  ExecConversation(
      LiveSandbox sandbox,
      Map<String, String> trace,
      RequestClock clock,
      Workers workers,
      BlockingSocket socket) {
    this.sandbox = sandbox;
    this.trace = trace;
    this.clock = clock;
    this.workers = workers;
    this.socket = socket;
  }

  private record Request(ExecutionSpec spec, boolean stdin, OptionalLong timeoutMillis) {}

  /** Serves the conversation until the socket is closed. */
  void serve(SandboxExecutions inside) throws IOException {
    Optional<BlockingSocket.Message> first = socket.receive();
    if (first.isEmpty()) {
      return;
    }
    Admission.Permit permit;
    try {
      permit = inside.admission().acquire();
    } catch (ApiException e) {
      socket.sendText(error(e.code(), String.valueOf(e.getMessage())));
      return;
    }
    try {
      Request request = request(first.get());
      String id = Ids.next("cmd");
      try (CommandOutput copy = copy(inside, id, request.spec())) {
        converse(id, request, sandbox.holder().execute(request.spec()), copy);
      }
    } catch (ApiException e) {
      socket.sendText(error(e.code(), String.valueOf(e.getMessage())));
    } catch (IsolationException e) {
      socket.sendText(error("GENERAL::UNKNOWN_ERROR", String.valueOf(e.getMessage())));
    } finally {
      permit.close();
    }
  }

  private Request request(BlockingSocket.Message message) {
    if (!(message instanceof BlockingSocket.Message.Text text)) {
      throw Fields.invalid("the first message must be the request, as text");
    }
    try {
      var fields = new Fields(Json.parse(text.text()));
      Optional<TerminalSize> terminal = fields.object("terminal").map(ExecConversation::size);
      String user = fields.nonEmptyText("user").orElse("0");
      var spec =
          CommandSpec.of(
              sandbox,
              fields.requiredTexts("command"),
              fields.nonEmptyText("cwd"),
              TraceVariables.under(trace, fields.textMap("env")),
              Users.find(sandbox.holder(), user),
              terminal);
      return new Request(
          spec,
          fields.flag("stdin") || terminal.isPresent(),
          fields.secondsAsMillis("timeoutSeconds"));
    } catch (JsonProcessingException e) {
      throw Fields.invalid("the request is not JSON");
    }
  }

  static TerminalSize size(Fields fields) {
    long columns = fields.number("columns").orElse(80);
    long rows = fields.number("rows").orElse(24);
    try {
      return new TerminalSize(Math.toIntExact(columns), Math.toIntExact(rows));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw Fields.invalid("a terminal has 1 to 10000 columns and rows");
    }
  }

  /** What a terminal shows is a picture and not lines, and holds what somebody typed. */
  private static CommandOutput copy(SandboxExecutions inside, String id, ExecutionSpec spec) {
    return spec.terminal().isPresent()
        ? CommandOutput.NONE
        : inside.output(id, spec.command().get(0));
  }

  private void converse(String id, Request request, Execution execution, CommandOutput copy)
      throws IOException {
    Optional<ScheduledFuture<?>> timer =
        request.timeoutMillis().isPresent()
            ? Optional.of(timeout(request.timeoutMillis().getAsLong(), execution))
            : Optional.empty();
    var input = new InputQueue(workers.pool(), execution.stdin());
    CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);
    try {
      if (!request.stdin()) {
        input.end();
      }
      socket.closed().thenRun(() -> terminate(execution));
      ObjectNode started = Json.object().put("type", "started").put("id", id);
      started.put("pid", execution.hostPid());
      started.put(ServerTiming.FIELD, clock.read().text());
      socket.sendText(Json.text(started));
      ended = outputs(execution, copy).thenRunAsync(() -> end(execution), workers.pool());
      ended.whenComplete((nothing, failure) -> input.close());
      receive(execution, input);
    } finally {
      timer.ifPresent(pending -> pending.cancel(false));
      terminate(execution);
      input.close();
    }
    ended.join();
  }

  private ScheduledFuture<?> timeout(long millis, Execution execution) {
    return workers
        .timers()
        .schedule(
            () -> {
              timedOut = true;
              execution.terminate(GRACE_MILLIS);
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Void> outputs(Execution execution, CommandOutput copy) {
    return CompletableFuture.allOf(
        OutputCopy.start(
            workers.pool(),
            execution.stdout(),
            CHUNK_BYTES,
            (bytes, length) -> {
              copy.accept(Iostream.STDOUT, bytes, 0, length);
              socket.sendBinary(STDOUT, bytes, 0, length);
            }),
        OutputCopy.start(
            workers.pool(),
            execution.stderr(),
            CHUNK_BYTES,
            (bytes, length) -> {
              copy.accept(Iostream.STDERR, bytes, 0, length);
              socket.sendBinary(STDERR, bytes, 0, length);
            }));
  }

  private void end(Execution execution) {
    try {
      int code = execution.exit().join();
      if (askedToEnd && code > SIGNALLED) {
        // Shells keep Ctrl-C from what they started in the background; whoever pressed it did not
        // mean to leave that running.
        execution.terminate(GRACE_MILLIS);
      }
      ObjectNode exit = Json.object().put("type", "exit").put("exitCode", code);
      if (timedOut) {
        exit.put("timedOut", true);
      }
      socket.sendText(Json.text(exit));
      socket.close(1000, "");
    } catch (CompletionException e) {
      fail(e);
    } catch (IOException e) {
      // The client is gone; nobody waits for the exit code.
      socket.close(1001, "");
    }
  }

  private void fail(CompletionException failure) {
    try {
      socket.sendText(
          error("EXECUTION::NOT_STARTED", String.valueOf(failure.getCause().getMessage())));
      socket.close(1000, "");
    } catch (IOException e) {
      // The client is gone; nobody waits for the error.
      socket.close(1001, "");
    }
  }

  private void receive(Execution execution, InputQueue input) throws IOException {
    Optional<BlockingSocket.Message> message = socket.receive();
    while (message.isPresent()) {
      if (message.get() instanceof BlockingSocket.Message.Binary binary) {
        byte[] bytes = binary.bytes();
        if (bytes.length > 1 && bytes[0] == STDIN) {
          input.add(bytes, 1);
        }
      } else if (message.get() instanceof BlockingSocket.Message.Text text) {
        control(text.text(), execution, input);
      }
      message = socket.receive();
    }
  }

  /** A message that makes no sense is told of, and the command goes on. */
  private void control(String text, Execution execution, InputQueue input) throws IOException {
    try {
      var fields = new Fields(Json.parse(text));
      switch (fields.requiredText("type")) {
        case "stdin-closed" -> input.end();
        case "resize" -> execution.resize(size(fields));
        case "signal" -> {
          String signal = Signals.name(fields.requiredText("signal"));
          askedToEnd |= ENDING.contains(signal);
          execution.signal(signal);
        }
        default -> throw Fields.invalid("unknown type of message");
      }
    } catch (JsonProcessingException e) {
      socket.sendText(warning("the message is not JSON"));
    } catch (ApiException | IllegalArgumentException | IsolationException e) {
      socket.sendText(warning(String.valueOf(e.getMessage())));
    }
  }

  private static void terminate(Execution execution) {
    if (!execution.exit().isDone()) {
      execution.terminate(GRACE_MILLIS);
    }
  }

  private static String warning(String message) {
    return Json.text(Json.object().put("type", "warning").put("message", message));
  }

  private static String error(String code, String message) {
    return Json.text(Json.object().put("type", "error").put("code", code).put("message", message));
  }
}
