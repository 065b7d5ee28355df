package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.isolation.SandboxProcess;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingOutput;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.BlockingWork.Answer;
import dev.sandglass.engine.server.RequestClock;
import dev.sandglass.engine.server.SandboxRoutes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Sandglass's own: the exec WebSocket, processes, and commands that outlive the engine. */
final class ExtensionRoutes {
  private final BlockingWork work;
  private final Executions executions;

  ExtensionRoutes(BlockingWork work, Executions executions) {
    this.work = work;
    this.executions = executions;
  }

  void mount(Router extensions) {
    extensions
        .get("/exec")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              var trace = TraceVariables.of(context.request().headers());
              var clock = RequestClock.of(context);
              work.socket(
                  context,
                  socket ->
                      new ExecConversation(sandbox, trace, clock, executions.workers(), socket)
                          .serve(executions.of(sandbox)));
            });
    extensions
        .get("/processes")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              work.json(context, 200, () -> processes(sandbox));
            });
    extensions
        .post("/processes/:pid/signal")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              int pid = pid(context.pathParam("pid"));
              work.body(context, body -> signalProcess(sandbox, pid, new Fields(body)));
            });
    mountCommands(extensions);
  }

  private void mountCommands(Router extensions) {
    extensions
        .get("/commands")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              work.json(context, 200, () -> commands(sandbox));
            });
    extensions
        .post("/commands")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              var trace = TraceVariables.of(context.request().headers());
              work.body(
                  context,
                  body ->
                      RetryLater.answer(context, () -> start(sandbox, new Fields(body), trace)));
            });
    extensions
        .get("/commands/:commandId")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("commandId");
              work.json(context, 200, () -> describe(command(sandbox, id), innerPids(sandbox)));
            });
    extensions
        .post("/commands/:commandId/signal")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("commandId");
              work.body(context, body -> signalCommand(sandbox, id, new Fields(body)));
            });
    extensions
        .get("/commands/:commandId/logs")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("commandId");
              LogRequest request = LogRequest.of(context);
              work.stream(
                  context,
                  stream ->
                      RetryLater.on(
                          context, () -> logs(sandbox, command(sandbox, id), request, stream)));
            });
  }

  private record LogRequest(boolean follow, boolean stdout, boolean stderr, OptionalLong tail) {
    static LogRequest of(RoutingContext context) {
      String stream = parameter(context, "stream").orElse("");
      if (!List.of("", "stdout", "stderr").contains(stream)) {
        throw invalid("stream is stdout or stderr, not " + stream);
      }
      String follow = parameter(context, "follow").orElse("false");
      if (!List.of("true", "false").contains(follow)) {
        throw invalid("follow is true or false, not " + follow);
      }
      Optional<String> tail = parameter(context, "tail");
      if (tail.isPresent() && !tail.get().matches("[0-9]{1,18}")) {
        throw invalid("tail is a number of lines, not " + tail.get());
      }
      return new LogRequest(
          follow.equals("true"),
          !stream.equals("stderr"),
          !stream.equals("stdout"),
          tail.isPresent() ? OptionalLong.of(Long.parseLong(tail.get())) : OptionalLong.empty());
    }

    private static Optional<String> parameter(RoutingContext context, String name) {
      return context.queryParam(name).stream().findFirst().filter(value -> !value.isEmpty());
    }
  }

  private void logs(
      LiveSandbox sandbox,
      BackgroundCommand command,
      LogRequest request,
      BlockingWork.Stream stream)
      throws IOException, InterruptedException {
    Admission.Permit permit = executions.of(sandbox).admission().acquire();
    try {
      BlockingOutput output = stream.begin(200, Map.of("Content-Type", LogFrames.MEDIA_TYPE));
      var frames =
          new LogFrames(command, request.stdout(), request.stderr(), request.tail(), output);
      if (request.follow()) {
        frames.follow(command, output.closed());
      } else {
        frames.send();
      }
    } finally {
      permit.close();
    }
  }

  private Answer start(LiveSandbox sandbox, Fields fields, Map<String, String> trace) {
    List<String> argv = fields.requiredTexts("command");
    ExecutionSpec spec =
        CommandSpec.of(
            sandbox,
            argv,
            fields.nonEmptyText("cwd"),
            TraceVariables.under(trace, fields.textMap("env")),
            Users.find(sandbox.holder(), fields.nonEmptyText("user").orElse("0")),
            Optional.empty());
    BackgroundCommand command =
        executions
            .of(sandbox)
            .background()
            .start(spec, String.join(" ", argv), argv, fields.secondsAsMillis("timeoutSeconds"));
    return Answer.json(201, describe(command, innerPids(sandbox)));
  }

  private JsonNode commands(LiveSandbox sandbox) {
    Map<Long, Integer> pids = innerPids(sandbox);
    ArrayNode list = Json.array();
    executions.of(sandbox).background().list().forEach(c -> list.add(describe(c, pids)));
    return list;
  }

  private BackgroundCommand command(LiveSandbox sandbox, String id) {
    return executions
        .of(sandbox)
        .background()
        .find(id)
        .orElseThrow(
            () -> new ApiException(404, "COMMAND::NOT_FOUND", "there is no command " + id));
  }

  private static Map<Long, Integer> innerPids(LiveSandbox sandbox) {
    Map<Long, Integer> pids = new HashMap<>();
    sandbox.holder().processes().forEach(process -> pids.put(process.hostPid(), process.pid()));
    return pids;
  }

  private static ObjectNode describe(BackgroundCommand command, Map<Long, Integer> pids) {
    CommandRecord record = command.record();
    ObjectNode node =
        Json.object()
            .put("id", record.id())
            .put("kind", command.isEntrypoint() ? "entrypoint" : "background")
            .put("command", record.content());
    if (!record.argv().isEmpty()) {
      node.set("argv", Json.array(record.argv()));
    }
    boolean running = command.execution().running();
    node.put("running", running);
    if (!running && command.execution().exitCode().isPresent()) {
      node.put("exitCode", command.execution().exitCode().getAsInt());
    } else {
      node.putNull("exitCode");
    }
    node.put("startedAt", record.startedAt().toString());
    command
        .finishedAt()
        .filter(at -> !running)
        .ifPresentOrElse(
            at -> node.put("finishedAt", at.toString()), () -> node.putNull("finishedAt"));
    Integer pid = running ? pids.get(command.execution().hostPid()) : null;
    if (pid == null) {
      node.putNull("pid");
    } else {
      node.put("pid", pid);
    }
    return node;
  }

  private Answer signalCommand(LiveSandbox sandbox, String id, Fields fields) {
    BackgroundCommand command = command(sandbox, id);
    String signal = Signals.name(fields.requiredText("signal"));
    if (!command.execution().running()) {
      throw new ApiException(409, "COMMAND::ENDED", "command " + id + " has ended");
    }
    try {
      command.execution().signal(signal);
    } catch (IllegalArgumentException e) {
      throw invalid("there is no signal " + signal);
    }
    return Answer.empty(204);
  }

  private static Answer signalProcess(LiveSandbox sandbox, int pid, Fields fields) {
    String signal = Signals.name(fields.requiredText("signal"));
    try {
      if (!sandbox.holder().signal(pid, signal)) {
        throw noProcess(Integer.toString(pid));
      }
    } catch (IllegalArgumentException e) {
      throw invalid("there is no signal " + signal);
    }
    return Answer.empty(204);
  }

  private JsonNode processes(LiveSandbox sandbox) {
    List<SandboxProcess> all = sandbox.holder().processes();
    Map<Integer, SandboxProcess> byPid = new HashMap<>();
    all.forEach(process -> byPid.put(process.pid(), process));
    Map<Long, String> commandIds = new HashMap<>();
    for (BackgroundCommand command : executions.of(sandbox).background().list()) {
      if (command.execution().running()) {
        commandIds.put(command.execution().hostPid(), command.record().id());
      }
    }
    Users users = Users.read(sandbox.holder());
    ArrayNode list = Json.array();
    for (SandboxProcess process : all) {
      ObjectNode node =
          Json.object()
              .put("pid", process.pid())
              .put("hostPid", process.hostPid())
              .put("parentPid", process.parentPid())
              .put("user", users.name(process.uid()))
              .put("state", String.valueOf(process.state()));
      node.set("command", Json.array(process.command()));
      node.put("cpuSeconds", process.cpuNanos() / 1_000_000 / 1_000.0)
          .put("memoryBytes", process.memoryBytes())
          .put("startedAt", process.startedAt().toString());
      commandOf(process, byPid, commandIds).ifPresent(id -> node.put("commandId", id));
      list.add(node);
    }
    return list;
  }

  private static Optional<String> commandOf(
      SandboxProcess process, Map<Integer, SandboxProcess> byPid, Map<Long, String> commandIds) {
    SandboxProcess ancestor = process;
    for (int depth = 0; depth < byPid.size() && ancestor != null; depth++) {
      String id = commandIds.get(ancestor.hostPid());
      if (id != null) {
        return Optional.of(id);
      }
      ancestor = byPid.get(ancestor.parentPid());
    }
    return Optional.empty();
  }

  private static int pid(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw noProcess(text);
    }
    return Integer.parseInt(text);
  }

  private static ApiException noProcess(String pid) {
    return new ApiException(
        404, "PROCESS::NOT_FOUND", "there is no process " + pid + " in the sandbox");
  }

  private static ApiException invalid(String message) {
    return new ApiException(400, "GENERAL::INVALID_REQUEST", message);
  }
}
