package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.BlockingWork.Answer;
import dev.sandglass.engine.server.SandboxRoutes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Execd's {@code /pty}. A terminal that no client is connected to goes on until its shell ends, it
 * is deleted, or the sandbox or the engine ends.
 */
final class PtyRoutes {
  private final BlockingWork work;
  private final Executions executions;

  PtyRoutes(BlockingWork work, Executions executions) {
    this.work = work;
    this.executions = executions;
  }

  void mount(Router execd) {
    execd
        .post("/pty")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              work.body(
                  context,
                  body -> RetryLater.answer(context, () -> create(sandbox, new Fields(body))));
            });
    execd
        .get("/pty/:sessionId")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("sessionId");
              work.json(context, 200, () -> status(find(sandbox, id)));
            });
    execd
        .delete("/pty/:sessionId")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              String id = context.pathParam("sessionId");
              work.answer(
                  context,
                  () -> {
                    if (!executions.of(sandbox).terminals().delete(id)) {
                      throw missing(id);
                    }
                    return Answer.empty(200);
                  });
            });
    execd.get("/pty/:sessionId/ws").handler(this::connect);
  }

  private void connect(RoutingContext context) {
    LiveSandbox sandbox = SandboxRoutes.sandbox(context);
    String id = context.pathParam("sessionId");
    boolean terminal = !query(context, "pty").equals(Optional.of("0"));
    boolean takeOver = query(context, "takeover").equals(Optional.of("1"));
    long since =
        query(context, "since")
            .filter(text -> text.matches("[0-9]{1,18}"))
            .map(Long::parseLong)
            .orElse(0L);
    PtySession session = find(sandbox, id);
    if (session.attached() && !takeOver) {
      throw new ApiException(
          409, "ALREADY_CONNECTED", "another client is already connected to pty session " + id);
    }
    work.socket(
        context,
        socket ->
            new PtyConversation(session, executions.workers(), socket)
                .serve(terminal, since, takeOver));
  }

  private Answer create(LiveSandbox sandbox, Fields fields) {
    PtySession session =
        executions
            .of(sandbox)
            .terminals()
            .create(fields.nonEmptyText("cwd"), fields.nonEmptyText("command"));
    return Answer.json(201, Json.object().put("session_id", session.id()));
  }

  private static ObjectNode status(PtySession session) {
    return Json.object()
        .put("session_id", session.id())
        .put("running", session.running())
        .put("output_offset", session.output().end())
        .put("launch_attempted", session.launched())
        .put("launch_failed", session.launchFailed());
  }

  private PtySession find(LiveSandbox sandbox, String id) {
    return executions.of(sandbox).terminals().find(id).orElseThrow(() -> missing(id));
  }

  private static ApiException missing(String id) {
    return new ApiException(404, "CONTEXT_NOT_FOUND", "pty session " + id + " not found");
  }

  private static Optional<String> query(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst();
  }
}
