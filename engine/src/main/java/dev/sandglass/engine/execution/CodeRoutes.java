package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.BlockingWork.Answer;
import dev.sandglass.engine.server.SandboxRoutes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Execd's {@code /session} and {@code /code}. */
final class CodeRoutes {
  private final BlockingWork work;
  private final Executions executions;
  private final CommandRoutes commands;

  /**
   * Makes the routes.
   *
   * @param commands runs code that names neither context nor language, as a shell command
   */
  CodeRoutes(BlockingWork work, Executions executions, CommandRoutes commands) {
    this.work = work;
    this.executions = executions;
    this.commands = commands;
  }

  void mount(Router execd) {
    mountSessions(execd);
    mountContexts(execd);
    execd
        .post("/code")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              var trace = TraceVariables.of(context.request().headers());
              work.bodyThenStream(
                  context,
                  (body, stream) ->
                      RetryLater.on(context, () -> code(sandbox, new Fields(body), trace, stream)));
            });
    execd
        .delete("/code")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = query(context, "id").orElseThrow(() -> missing("id"));
              work.answer(
                  context,
                  () -> {
                    executions.of(sandbox).contexts().find(id).interpreter().interrupt();
                    return Answer.empty(200);
                  });
            });
  }

  private void mountSessions(Router execd) {
    execd
        .post("/session")
        .handler(
            context ->
                create(
                    context,
                    (inside, fields) ->
                        Json.object()
                            .put(
                                "session_id",
                                inside.sessions().create(fields.nonEmptyText("cwd")))));
    execd
        .post("/session/:sessionId/run")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("sessionId");
              var trace = TraceVariables.of(context.request().headers());
              work.bodyThenStream(
                  context,
                  (body, stream) -> {
                    var fields = new Fields(body);
                    executions
                        .of(sandbox)
                        .sessions()
                        .run(
                            id,
                            fields.requiredText("command"),
                            fields.nonEmptyText("cwd"),
                            fields.number("timeout").orElse(0),
                            trace,
                            stream);
                  });
            });
    execd
        .delete("/session/:sessionId")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("sessionId");
              work.answer(
                  context,
                  () -> {
                    executions.of(sandbox).sessions().delete(id);
                    return Answer.empty(200);
                  });
            });
  }

  private void mountContexts(Router execd) {
    execd
        .post("/code/context")
        .handler(
            context ->
                create(
                    context,
                    (inside, fields) -> {
                      var language = CodeContexts.language(fields.requiredText("language"));
                      return inside
                          .contexts()
                          .create(language, fields.nonEmptyText("cwd"))
                          .toJson();
                    }));
    execd
        .get("/code/contexts")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              Optional<Language> language = query(context, "language").map(CodeContexts::language);
              work.json(context, 200, () -> list(sandbox, language));
            });
    execd
        .delete("/code/contexts")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              Language language =
                  CodeContexts.language(
                      query(context, "language").orElseThrow(() -> missing("language")));
              work.answer(
                  context,
                  () -> {
                    CodeContexts contexts = executions.of(sandbox).contexts();
                    contexts.list(Optional.of(language)).forEach(c -> contexts.delete(c.id()));
                    return Answer.empty(200);
                  });
            });
    execd
        .get("/code/contexts/:contextId")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("contextId");
              work.json(context, 200, () -> executions.of(sandbox).contexts().find(id).toJson());
            });
    execd
        .delete("/code/contexts/:contextId")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("contextId");
              work.answer(
                  context,
                  () -> {
                    executions.of(sandbox).contexts().delete(id);
                    return Answer.empty(200);
                  });
            });
  }

  /** Starting an interpreter takes its time, so it happens where streams are served. */
  private void create(
      RoutingContext context, BiFunction<SandboxExecutions, Fields, JsonNode> creation) {
    LiveSandbox sandbox = SandboxRoutes.sandbox(context);
    work.bodyThenStream(
        context,
        (body, stream) -> {
          JsonNode created =
              RetryLater.answer(
                  context, () -> creation.apply(executions.of(sandbox), new Fields(body)));
          stream.begin(200, Map.of("Content-Type", "application/json")).write(Json.bytes(created));
        });
  }

  private void code(
      LiveSandbox sandbox, Fields fields, Map<String, String> trace, BlockingWork.Stream stream)
      throws IOException {
    String code = fields.requiredText("code");
    Optional<Fields> given = fields.object("context");
    Optional<String> id = given.flatMap(context -> context.nonEmptyText("id"));
    Optional<String> language = given.flatMap(context -> context.nonEmptyText("language"));
    CodeContexts contexts = executions.of(sandbox).contexts();
    if (id.isPresent()) {
      contexts.run(contexts.find(id.get()), code, trace, stream);
    } else if (language.isPresent()) {
      contexts.run(
          contexts.findDefault(CodeContexts.language(language.get())), code, trace, stream);
    } else {
      commands.run(sandbox, new Fields(Json.object().put("command", code)), trace, stream);
    }
  }

  private JsonNode list(LiveSandbox sandbox, Optional<Language> language) {
    ArrayNode list = Json.array();
    executions.of(sandbox).contexts().list(language).forEach(c -> list.add(c.toJson()));
    return list;
  }

  private static Optional<String> query(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  private static ApiException missing(String name) {
    return new ApiException(400, "MISSING_QUERY", "the query parameter " + name + " is missing");
  }
}
