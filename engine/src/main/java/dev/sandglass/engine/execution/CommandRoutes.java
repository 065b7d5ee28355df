package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.BlockingWork.Answer;
import dev.sandglass.engine.server.SandboxRoutes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Execd's {@code /command}.
 *
 * <p>A background command writes both outputs to one log, in the order in which they were written.
 * The cursor of its log is an offset in bytes, as in OpenSandbox's own execd: what a client gets in
 * the header it passes in the next request. (The specification speaks of lines; a line that is not
 * complete yet could not be told from one that is.)
 */
final class CommandRoutes {
  private static final String CURSOR = "EXECD-COMMANDS-TAIL-CURSOR";
  private static final long GRACE_MILLIS = 2_000;

  private final BlockingWork work;
  private final Executions executions;

  CommandRoutes(BlockingWork work, Executions executions) {
    this.work = work;
    this.executions = executions;
  }

  void mount(Router execd) {
    execd
        .post("/command")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              var trace = TraceVariables.of(context.request().headers());
              work.bodyThenStream(
                  context,
                  (body, stream) ->
                      RetryLater.on(context, () -> run(sandbox, new Fields(body), trace, stream)));
            });
    execd
        .delete("/command")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = query(context, "id");
              work.answer(context, () -> interrupt(sandbox, id));
            });
    execd
        .get("/command/status/:commandId")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("commandId");
              work.json(context, 200, () -> status(sandbox, id));
            });
    execd
        .get("/command/:commandId/logs")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("commandId");
              long cursor = cursor(context);
              work.stream(context, stream -> logs(sandbox, id, cursor, stream));
            });
  }

  /** Runs a shell command as execd does, for {@code /command} and for code without a language. */
  void run(
      LiveSandbox sandbox, Fields fields, Map<String, String> trace, BlockingWork.Stream stream)
      throws IOException {
    String content = fields.requiredText("command");
    boolean inBackground = fields.flag("background");
    OptionalLong given = fields.number("timeout");
    OptionalLong timeout = given.orElse(0) == 0 ? OptionalLong.empty() : given;
    Users.User user = Users.find(sandbox.holder(), fields.number("uid"), fields.number("gid"));
    SandboxExecutions inside = executions.of(sandbox);
    String shell = inside.programs().shell();
    List<String> command =
        inBackground
            ? List.of(shell, "-c", "exec \"$0\" -c \"$1\" 2>&1", shell, content)
            : List.of(shell, "-c", content);
    ExecutionSpec spec =
        CommandSpec.of(
            sandbox,
            command,
            fields.nonEmptyText("cwd"),
            TraceVariables.under(trace, fields.textMap("envs")),
            user,
            Optional.empty());
    if (!inBackground) {
      inside.foreground().run(spec, content, timeout, stream);
      return;
    }
    long start = System.nanoTime();
    BackgroundCommand started = inside.background().start(spec, content, List.of(), timeout);
    try (var events = new EventStream(stream, executions.workers(), started.record().id())) {
      events.complete((System.nanoTime() - start) / 1_000_000);
    }
  }

  private Answer interrupt(LiveSandbox sandbox, String id) {
    SandboxExecutions inside = executions.of(sandbox);
    if (!inside.foreground().terminate(id)) {
      background(inside, id).execution().terminate(GRACE_MILLIS);
    }
    return Answer.empty(200);
  }

  private JsonNode status(LiveSandbox sandbox, String id) {
    SandboxExecutions inside = executions.of(sandbox);
    Optional<ForegroundCommands.Status> foreground = inside.foreground().status(id);
    if (foreground.isPresent()) {
      ForegroundCommands.Status status = foreground.get();
      return status(
          id,
          status.content(),
          status.running(),
          status.exitCode(),
          status.failure(),
          status.startedAt(),
          status.finishedAt());
    }
    BackgroundCommand command = background(inside, id);
    boolean running = command.execution().running();
    return status(
        id,
        command.record().content(),
        running,
        command.execution().exitCode(),
        command.failure(),
        command.record().startedAt(),
        command.finishedAt());
  }

  private static ObjectNode status(
      String id,
      String content,
      boolean running,
      OptionalInt exitCode,
      Optional<String> failure,
      Instant startedAt,
      Optional<Instant> finishedAt) {
    ObjectNode node = Json.object().put("id", id).put("content", content).put("running", running);
    if (exitCode.isPresent()) {
      node.put("exit_code", exitCode.getAsInt());
    } else {
      node.putNull("exit_code");
    }
    failure.ifPresent(text -> node.put("error", text));
    node.put("started_at", startedAt.toString());
    finishedAt.ifPresentOrElse(
        at -> node.put("finished_at", at.toString()), () -> node.putNull("finished_at"));
    return node;
  }

  private void logs(LiveSandbox sandbox, String id, long cursor, BlockingWork.Stream stream)
      throws IOException {
    SandboxExecutions inside = executions.of(sandbox);
    if (inside.foreground().status(id).isPresent()) {
      throw Fields.invalid("command " + id + " does not run in the background");
    }
    Path file = background(inside, id).output("stdout");
    long size = Files.exists(file) ? Files.size(file) : 0;
    long from = Math.min(cursor, size);
    var output =
        stream.begin(
            200,
            Map.of(
                "Content-Type",
                "text/plain; charset=utf-8",
                "Content-Length",
                Long.toString(size - from),
                CURSOR,
                Long.toString(size)));
    if (from == size) {
      return;
    }
    try (InputStream input = Files.newInputStream(file)) {
      input.skipNBytes(from);
      byte[] buffer = new byte[64 * 1024];
      long left = size - from;
      while (left > 0) {
        int count = input.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException("the log was cut off while it was read");
        }
        output.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private static BackgroundCommand background(SandboxExecutions inside, String id) {
    return inside
        .background()
        .find(id)
        .filter(command -> !command.isEntrypoint())
        .orElseThrow(() -> new ApiException(404, "COMMAND_NOT_FOUND", "there is no command " + id));
  }

  private static String query(RoutingContext context, String name) {
    List<String> values = context.queryParam(name);
    if (values.isEmpty() || values.get(0).isEmpty()) {
      throw new ApiException(400, "MISSING_QUERY", "the query parameter " + name + " is missing");
    }
    return values.get(0);
  }

  private static long cursor(RoutingContext context) {
    List<String> values = context.queryParam("cursor");
    try {
      long cursor = values.isEmpty() || values.get(0).isEmpty() ? 0 : Long.parseLong(values.get(0));
      if (cursor >= 0) {
        return cursor;
      }
    } catch (NumberFormatException e) {
      throw new ApiException(
          400, "INVALID_REQUEST", "cursor must be a whole number, not " + values.get(0));
    }
    throw new ApiException(400, "INVALID_REQUEST", "cursor must not be negative");
  }
}
