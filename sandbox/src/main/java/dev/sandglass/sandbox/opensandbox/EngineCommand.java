package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.http.Connection;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.http.ServerTiming;
import dev.sandglass.sandbox.process.CommandExit;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.TerminalSize;
import java.io.OutputStream;

/** A command of the engine's own protocol. */
final class EngineCommand extends SocketCommand {
  private final Link link;
  private final String sandboxId;
  private final boolean takesInput;
  private final OutputStream stdin =
      new FrameOutputStream(this, () -> sendText(frame("stdin-closed")));
  private String id = "";

  private EngineCommand(Link link, String sandboxId, ExecRequest request, OutputConsumer output) {
    super(output);
    this.link = link;
    this.sandboxId = sandboxId;
    this.takesInput = request.stdin();
  }

  static EngineCommand start(
      Link link, String sandboxId, ExecRequest request, OutputConsumer output) {
    var command = new EngineCommand(link, sandboxId, request, output);
    try {
      Connection connection = link.connect(RouteCall.to(Route.SANDBOX_EXEC, sandboxId), command);
      command.attach(connection.socket());
      command.sendText(ProcessJson.exec(request));
      JsonNode started = command.awaitStart();
      connection.observation().served(started.path(ServerTiming.FIELD).asText(""));
      command.id = started.path("id").asText("");
      return command;
    } catch (SandboxException.Conflict e) {
      command.close();
      // A refused WebSocket has no text, and there is one reason only.
      throw new SandboxException.WrongState(
          "The sandbox is not running; start or resume it first", Details.causedBy(e));
    } catch (SandboxException e) {
      command.close();
      throw e;
    }
  }

  @Override
  void onFrame(JsonNode frame) {
    switch (frame.path("type").asText("")) {
      case "started" -> begin(frame);
      case "exit" ->
          end(
              new CommandExit(
                  frame.path("exitCode").asInt(), frame.path("timedOut").asBoolean(false)));
      case "error" -> fail(ProcessJson.failure(frame));
      default -> {
        // a later version of the protocol
      }
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public OutputStream stdin() {
    if (!takesInput) {
      throw new IllegalStateException("The request did not ask for standard input");
    }
    return stdin;
  }

  /**
   * When input that nobody reads blocks the socket, the signal takes another way, and if the engine
   * has none, the command is ended.
   */
  @Override
  public void signal(String signal) {
    if (sendText(frame("signal").put("signal", signal))) {
      return;
    }
    try {
      link.run(
          RouteCall.to(Route.COMMANDS_SIGNAL, sandboxId, id)
              .json(Fields.object().put("signal", signal)));
    } catch (SandboxException.NotFound e) {
      close();
    }
  }

  @Override
  ObjectNode resizing(TerminalSize size) {
    return frame("resize").put("columns", size.columns()).put("rows", size.rows());
  }

  private static ObjectNode frame(String type) {
    return Fields.object().put("type", type);
  }

  @Override
  public String toString() {
    return "Command " + Failures.printable(id);
  }
}
