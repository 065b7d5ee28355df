package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.SandboxException.Conflict;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.SandboxException.WrongState;
import dev.sandglass.sandbox.SandboxState;
import dev.sandglass.sandbox.http.Answer;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.process.CommandInfo;
import dev.sandglass.sandbox.process.CommandResult;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.LogRequest;
import dev.sandglass.sandbox.process.OutputChannel;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.Processes;
import dev.sandglass.sandbox.process.RunningCommand;
import dev.sandglass.sandbox.process.SandboxProcess;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** Commands and processes by the engine's own protocol. */
final class EngineProcesses implements Processes {
  private static final int MAX_FRAME = 16 << 20;

  private final Link link;
  private final String id;

  EngineProcesses(Link link, String id) {
    this.link = link;
    this.id = id;
  }

  @Override
  public RunningCommand exec(ExecRequest request, OutputConsumer output) {
    return ObservedCommand.start(
        link,
        request,
        output,
        (observation, continued, counted) -> {
          try {
            return EngineCommand.start(link, id, continued, counted);
          } catch (Conflict e) {
            throw wrongState(e);
          }
        });
  }

  /** The refusal of a WebSocket shows no body, so the state is asked for. */
  private WrongState wrongState(Conflict refusal) {
    SandboxState state =
        LifecycleJson.sandbox(link.json(RouteCall.to(Route.SANDBOX_GET, id))).state();
    return new WrongState(
        "Sandbox " + id + " is " + state + ", and commands need it Running",
        Details.causedBy(refusal));
  }

  @Override
  public CommandResult run(ExecRequest request) {
    return CollectedOutput.run(this, request);
  }

  @Override
  public CommandInfo start(ExecRequest request) {
    return link.observing(
        Operation.PROCESS_START,
        observation -> {
          ExecRequest continued = request.withDefaults(observation.environment());
          return ProcessJson.command(
              link.json(
                  RouteCall.to(Route.COMMANDS_START, id).json(ProcessJson.background(continued))));
        });
  }

  @Override
  public List<CommandInfo> commands() {
    return link.observed(
        Operation.PROCESS_COMMANDS,
        () ->
            Fields.list(
                PortList.items(link.json(RouteCall.to(Route.COMMANDS_LIST, id))),
                ProcessJson::command));
  }

  @Override
  public CommandInfo command(String commandId) {
    return link.observed(
        Operation.PROCESS_COMMANDS,
        () -> ProcessJson.command(link.json(RouteCall.to(Route.COMMANDS_GET, id, commandId))));
  }

  @Override
  public void logs(String commandId, LogRequest request, OutputConsumer output) {
    RouteCall call = RouteCall.to(Route.COMMANDS_LOGS, id, commandId);
    call.query("follow", Boolean.toString(request.follow()));
    request.tail().ifPresent(lines -> call.query("tail", Integer.toString(lines)));
    request
        .channel()
        .ifPresent(channel -> call.query("stream", channel.name().toLowerCase(Locale.ROOT)));
    link.outputting(
        Operation.PROCESS_LOGS,
        output,
        counted -> {
          try (Answer answer = link.send(call);
              DataInputStream frames = new DataInputStream(answer.body())) {
            passOn(frames, counted);
          } catch (IOException e) {
            throw Failures.ofTransfer(e);
          }
        });
  }

  private static void passOn(DataInputStream frames, OutputConsumer output) throws IOException {
    while (true) {
      int stream = frames.read();
      if (stream < 0) {
        return;
      }
      byte[] payload;
      try {
        int length = frames.readInt();
        if (length < 0 || length > MAX_FRAME) {
          throw Fields.malformed("a frame");
        }
        payload = new byte[length];
        frames.readFully(payload);
      } catch (EOFException e) {
        throw new IOException("The stream ends in the middle of a frame", e);
      }
      try {
        output.accept(
            stream == 2 ? OutputChannel.STDERR : OutputChannel.STDOUT, ByteBuffer.wrap(payload));
      } catch (IOException e) {
        throw Failures.localFault(e);
      }
    }
  }

  @Override
  public void signalCommand(String commandId, String signal) {
    signal(RouteCall.to(Route.COMMANDS_SIGNAL, id, commandId), signal);
  }

  @Override
  public List<SandboxProcess> list() {
    return link.observed(
        Operation.PROCESS_LIST,
        () ->
            Fields.list(
                PortList.items(link.json(RouteCall.to(Route.PROCESSES_LIST, id))),
                ProcessJson::process));
  }

  @Override
  public void signalProcess(long pid, String signal) {
    signal(RouteCall.to(Route.PROCESS_SIGNAL, id, Long.toString(pid)), signal);
  }

  private void signal(RouteCall call, String signal) {
    link.observed(
        Operation.PROCESS_SIGNAL, () -> link.run(call.json(Fields.object().put("signal", signal))));
  }
}
