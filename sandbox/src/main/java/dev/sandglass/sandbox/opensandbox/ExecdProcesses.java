package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands by the execd specification. */
final class ExecdProcesses implements Processes {
  private static final Pattern USER = Pattern.compile("(\\d{1,10})(?::(\\d{1,10}))?");
  private static final Set<String> ENDING = Set.of("INT", "TERM", "KILL");
  private static final Duration LOG_POLL = Duration.ofMillis(300);
  private static final String CURSOR = "EXECD-COMMANDS-TAIL-CURSOR";

  private final Link link;
  private final Execd execd;

  ExecdProcesses(Link link, Execd execd) {
    this.link = link;
    this.execd = execd;
  }

  @Override
  public RunningCommand exec(ExecRequest request, OutputConsumer output) {
    link.need(Capability.EXEC);
    boolean interactive = request.stdin() || request.terminal().isPresent();
    if (interactive) {
      link.need(request.terminal().isPresent() ? Capability.EXEC_TERMINAL : Capability.EXEC_STDIN);
      if (request.user().isPresent()) {
        throw new SandboxException.InvalidRequest(
            "This provider cannot run a command with input as another user", Details.NONE);
      }
    }
    return ObservedCommand.start(
        link,
        request,
        output,
        (observation, continued, counted) ->
            interactive
                ? PtyCommand.start(execd, continued, counted, observation)
                : EventCommand.start(
                    link, execd, call(continued, false), counted, observation, request.timeout()));
  }

  private static RouteCall call(ExecRequest request, boolean background) {
    ObjectNode body = Fields.object();
    body.put("command", ShellText.quote(request.command())).put("background", background);
    request.workingDirectory().ifPresent(path -> body.put("cwd", path));
    request.timeout().ifPresent(timeout -> body.put("timeout", timeout.toMillis()));
    if (!request.environment().isEmpty()) {
      Fields.putAll(body, "envs", request.environment());
    }
    request.user().ifPresent(user -> putUser(body, user));
    return RouteCall.to(Route.COMMAND_RUN).json(body);
  }

  private static void putUser(ObjectNode body, String user) {
    Matcher numbers = USER.matcher(user);
    if (!numbers.matches()) {
      throw new SandboxException.InvalidRequest(
          "This provider takes a user as numbers, such as 1000 or 1000:1000, not '"
              + Failures.printable(user)
              + "'",
          Details.NONE);
    }
    body.put("uid", Long.parseLong(numbers.group(1)));
    if (numbers.group(2) != null) {
      body.put("gid", Long.parseLong(numbers.group(2)));
    }
  }

  @Override
  public CommandResult run(ExecRequest request) {
    return CollectedOutput.run(this, request);
  }

  @Override
  public CommandInfo start(ExecRequest request) {
    link.need(Capability.BACKGROUND);
    return link.observing(
        Operation.PROCESS_START,
        observation -> {
          ExecRequest continued = request.withDefaults(observation.environment());
          try (var events = new EventStream(execd.send(call(continued, true)).body())) {
            for (Optional<JsonNode> e = events.next(); e.isPresent(); e = events.next()) {
              if (e.get().path("type").asText("").equals("init")) {
                return started(Fields.text(e.get(), "text"), request);
              }
            }
            throw Fields.malformed("init");
          } catch (IOException e) {
            throw Failures.ofTransfer(e);
          }
        });
  }

  private static CommandInfo started(String id, ExecRequest request) {
    return new CommandInfo(
        id,
        "background",
        String.join(" ", request.command()),
        request.command(),
        true,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  @Override
  public List<CommandInfo> commands() {
    link.need(Capability.BACKGROUND_LIST);
    throw new IllegalStateException("No provider lists commands by the specification");
  }

  @Override
  public CommandInfo command(String id) {
    link.need(Capability.BACKGROUND);
    return link.observed(Operation.PROCESS_COMMANDS, () -> status(id));
  }

  private CommandInfo status(String id) {
    return ProcessJson.status(execd.json(RouteCall.to(Route.COMMAND_STATUS, id)));
  }

  @Override
  public void logs(String id, LogRequest request, OutputConsumer output) {
    link.need(
        id.equals(CommandInfo.ENTRYPOINT) ? Capability.ENTRYPOINT_LOGS : Capability.BACKGROUND);
    if (request.channel().isPresent()) {
      link.need(Capability.EXEC_BYTE_EXACT);
    }
    link.outputting(Operation.PROCESS_LOGS, output, counted -> poll(id, request, counted));
  }

  private void poll(String id, LogRequest request, OutputConsumer output) {
    Optional<String> cursor = Optional.empty();
    while (true) {
      boolean running = request.follow() && status(id).running();
      RouteCall call = RouteCall.to(Route.COMMAND_LOGS, id);
      cursor.ifPresent(line -> call.query("cursor", line));
      try (Answer answer = execd.send(call)) {
        byte[] text = answer.body().readAllBytes();
        int from =
            cursor.isEmpty() && request.tail().isPresent()
                ? tail(text, request.tail().getAsInt())
                : 0;
        if (text.length > from) {
          pass(output, ByteBuffer.wrap(text, from, text.length - from));
        }
        cursor = answer.headers().firstValue(CURSOR).or(() -> Optional.of("0"));
      } catch (IOException e) {
        throw Failures.ofTransfer(e);
      }
      if (!running) {
        return;
      }
      Waiting.sleep(LOG_POLL);
    }
  }

  private static void pass(OutputConsumer output, ByteBuffer text) {
    try {
      output.accept(OutputChannel.STDOUT, text);
    } catch (IOException e) {
      throw Failures.localFault(e);
    }
  }

  /** Where the last lines begin. */
  private static int tail(byte[] text, int lines) {
    int left = lines;
    for (int i = text.length - 2; i >= 0; i--) {
      if (text[i] == '\n' && --left <= 0) {
        return i + 1;
      }
    }
    return lines == 0 ? text.length : 0;
  }

  @Override
  public void signalCommand(String id, String signal) {
    link.need(Capability.BACKGROUND);
    if (!ENDING.contains(signal)) {
      link.need(Capability.EXEC_SIGNAL);
    }
    link.observed(
        Operation.PROCESS_SIGNAL,
        () -> execd.run(RouteCall.to(Route.COMMAND_INTERRUPT).query("id", id)));
  }

  @Override
  public List<SandboxProcess> list() {
    link.need(Capability.PROCESSES);
    throw new IllegalStateException("No provider lists processes by the specification");
  }

  @Override
  public void signalProcess(long pid, String signal) {
    link.need(Capability.PROCESSES);
    throw new IllegalStateException("No provider signals processes by the specification");
  }
}
