package dev.sandglass.engine.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.Lifecycle;
import dev.sandglass.engine.lifecycle.SandboxState;
import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.lifecycle.Template;
import dev.sandglass.engine.server.BlockingWork.Answer;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the engine offers beyond the specification, except inside running sandboxes. */
final class ExtensionRoutes {
  private static final String SANDBOX_ID = LifecycleRoutes.SANDBOX_ID;
  private static final long DEFAULT_WAIT_SECONDS = 30;
  private static final long MAX_WAIT_SECONDS = 3600;
  private static final String DELETED = "Deleted";

  private final Lifecycle lifecycle;
  private final Sandboxes sandboxes;
  private final Forwards forwards;
  private final EngineControl control;
  private final BlockingWork work;

  ExtensionRoutes(
      Lifecycle lifecycle, Forwards forwards, EngineControl control, BlockingWork work) {
    this.lifecycle = lifecycle;
    this.sandboxes = lifecycle.sandboxes();
    this.forwards = forwards;
    this.control = control;
    this.work = work;
  }

  /** Adds routes below a prefix. */
  void mount(Router router, String prefix) {
    router.get(prefix + "/engine").handler(context -> work.json(context, 200, control::describe));
    router.post(prefix + "/engine/stop").handler(this::stopEngine);
    router.get(prefix + "/sandboxes/:sandboxId").handler(this::info);
    router.post(prefix + "/sandboxes/:sandboxId/start").handler(this::start);
    router.post(prefix + "/sandboxes/:sandboxId/stop").handler(this::stop);
    router.get(prefix + "/sandboxes/:sandboxId/wait").handler(this::await);
    router.post(prefix + "/sandboxes/:sandboxId/forwards").handler(this::forward);
    router.get(prefix + "/sandboxes/:sandboxId/forwards").handler(this::listForwards);
    router.delete(prefix + "/sandboxes/:sandboxId/forwards/:port").handler(this::closeForward);
    router.get(prefix + "/volumes").handler(c -> work.json(c, 200, lifecycle.volumes()::list));
    router
        .post(prefix + "/volumes")
        .handler(c -> work.body(c, body -> Answer.json(201, lifecycle.volumes().create(body))));
    router.delete(prefix + "/volumes/:volumeName").handler(this::deleteVolume);
    router.get(prefix + "/templates").handler(this::listTemplates);
    router.put(prefix + "/templates/:templateName").handler(this::addTemplate);
    router.delete(prefix + "/templates/:templateName").handler(this::deleteTemplate);
  }

  private void stopEngine(RoutingContext context) {
    work.body(
        context,
        body -> {
          control.stop(body.path("force").asBoolean(false));
          return Answer.empty(202);
        });
  }

  private void info(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    work.json(context, 200, () -> sandboxes.info(id).set("signals", control.signals(id)));
  }

  private void start(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    work.answer(
        context,
        () -> {
          sandboxes.start(id);
          return Answer.empty(202);
        });
  }

  private void stop(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    work.body(
        context,
        body -> {
          sandboxes.stop(id, body);
          return Answer.empty(202);
        });
  }

  private void await(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    Set<SandboxState> states = EnumSet.noneOf(SandboxState.class);
    context.queryParam("state").forEach(label -> states.add(state(label)));
    if (states.isEmpty()) {
      throw new ApiException(400, "SANDBOX::INVALID_REQUEST", "state is required");
    }
    long seconds =
        context.queryParam("timeout").stream()
            .findFirst()
            .map(ExtensionRoutes::seconds)
            .orElse(DEFAULT_WAIT_SECONDS);
    if (!sandboxes.exists(id) && states.contains(SandboxState.TERMINATED)) {
      Answers.json(context, 200, Sandboxes.gone(id));
      return;
    }
    Context loop = context.vertx().getOrCreateContext();
    CompletableFuture<ObjectNode> reached = sandboxes.await(id, states);
    context.response().closeHandler(closed -> reached.cancel(false));
    reached
        .orTimeout(seconds, TimeUnit.SECONDS)
        .whenComplete(
            (sandbox, failure) ->
                loop.runOnContext(
                    ignored -> {
                      if (failure == null) {
                        Answers.json(context, 200, sandbox);
                      } else {
                        ErrorAnswers.fail(context, waitFailure(failure, id, seconds));
                      }
                    }));
  }

  private static SandboxState state(String label) {
    if (label.equals(DELETED)) {
      return SandboxState.TERMINATED;
    }
    return SandboxState.of(label)
        .orElseThrow(
            () ->
                new ApiException(
                    400, "SANDBOX::INVALID_REQUEST", "there is no state '" + label + "'"));
  }

  private static long seconds(String text) {
    try {
      long seconds = Long.parseLong(text);
      if (seconds >= 0 && seconds <= MAX_WAIT_SECONDS) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of bounds.
    }
    throw new ApiException(
        400,
        "SANDBOX::INVALID_REQUEST",
        "timeout must be 0 to " + MAX_WAIT_SECONDS + " seconds, not '" + text + "'");
  }

  private static Throwable waitFailure(Throwable failure, String id, long seconds) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof TimeoutException) {
      return new ApiException(
          408,
          "SANDBOX::WAIT_TIMEOUT",
          "sandbox " + id + " did not get there in " + seconds + " s");
    }
    return cause;
  }

  private void forward(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    work.body(context, body -> Answer.json(201, forwards.open(sandboxes.live(id), body)));
  }

  private void listForwards(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    sandboxes.get(id);
    work.json(context, 200, () -> forwards.list(id));
  }

  private void closeForward(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    int port = LifecycleRoutes.port(context.pathParam("port"));
    work.answer(
        context,
        () -> {
          forwards.close(id, port);
          return Answer.empty(204);
        });
  }

  private void deleteVolume(RoutingContext context) {
    String name = context.pathParam("volumeName");
    work.answer(
        context,
        () -> {
          lifecycle.volumes().delete(name);
          return Answer.empty(204);
        });
  }

  private void listTemplates(RoutingContext context) {
    var list = Json.array();
    lifecycle.templates().list().forEach(template -> list.add(template.toJson()));
    Answers.json(context, 200, list);
  }

  private void addTemplate(RoutingContext context) {
    String name = context.pathParam("templateName");
    work.bodyForLong(
        context,
        body -> {
          Template template = lifecycle.templates().add(name, body);
          return Answer.json(201, template.toJson());
        });
  }

  private void deleteTemplate(RoutingContext context) {
    String name = context.pathParam("templateName");
    work.answer(
        context,
        () -> {
          lifecycle.templates().delete(name);
          return Answer.empty(204);
        });
  }
}
