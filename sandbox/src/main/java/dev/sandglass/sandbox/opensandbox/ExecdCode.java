package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationFact;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.process.CodeEvent;
import dev.sandglass.sandbox.process.CodeInterpreter;
import dev.sandglass.sandbox.process.OutputChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Code execution by the execd specification. */
final class ExecdCode implements CodeInterpreter {
  private final Link link;
  private final Execd execd;

  ExecdCode(Link link, Execd execd) {
    this.link = link;
    this.execd = execd;
  }

  @Override
  public CodeEvent.End run(
      String language, String code, Optional<String> contextId, CodeListener listener) {
    link.need(Capability.CODE);
    ObjectNode body = Fields.object().put("code", code);
    ObjectNode context = body.putObject("context").put("language", language);
    contextId.ifPresent(id -> context.put("id", id));
    return link.observing(
        Operation.CODE_RUN,
        observation -> {
          RouteCall call = RouteCall.to(Route.CODE_RUN).json(body).unlimited();
          var count = new AtomicLong();
          try (var events = new EventStream(execd.send(call).body())) {
            return follow(events, contextId, counting(listener, count));
          } catch (IOException e) {
            throw Failures.ofTransfer(e);
          } finally {
            observation.happened(new OperationFact.BytesRead(count.get()));
          }
        });
  }

  private static CodeListener counting(CodeListener listener, AtomicLong count) {
    return event -> {
      if (event instanceof CodeEvent.Output output) {
        count.addAndGet(output.text().getBytes(StandardCharsets.UTF_8).length);
      }
      listener.on(event);
    };
  }

  private CodeEvent.End follow(
      EventStream events, Optional<String> contextId, CodeListener listener) throws IOException {
    Optional<String> running = contextId;
    try {
      Optional<JsonNode> next;
      while ((next = events.next()).isPresent()) {
        Optional<CodeEvent> event = event(next.get());
        event.ifPresent(listener::on);
        if (event.isPresent() && event.get() instanceof CodeEvent.End end) {
          return end;
        }
        if (event.isPresent() && event.get() instanceof CodeEvent.Started started) {
          running = Optional.of(started.id());
        }
      }
    } catch (IOException | RuntimeException e) {
      running.ifPresent(this::stop);
      throw e;
    }
    throw new SandboxException.ConnectionLost(
        "The server ended the stream before the code ended", Details.NONE);
  }

  /** Code that nobody follows any more must not run on. */
  private void stop(String id) {
    boolean interrupted = Thread.interrupted();
    try {
      execd.run(RouteCall.to(Route.CODE_INTERRUPT).query("id", id));
    } catch (SandboxException e) {
      System.getLogger(ExecdCode.class.getName())
          .log(System.Logger.Level.DEBUG, "Code could not be interrupted", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Optional<CodeEvent> event(JsonNode node) {
    String text = node.path("text").asText("");
    return switch (node.path("type").asText("")) {
      case "init" -> Optional.of(new CodeEvent.Started(text));
      case "status" -> Optional.of(new CodeEvent.Status(text));
      case "stdout" ->
          Optional.of(new CodeEvent.Output(OutputChannel.STDOUT, EventCommand.lineOf(node)));
      case "stderr" ->
          Optional.of(new CodeEvent.Output(OutputChannel.STDERR, EventCommand.lineOf(node)));
      case "result" -> Optional.of(new CodeEvent.Result(Fields.textMap(node, "results")));
      case "execution_count" ->
          Optional.of(new CodeEvent.ExecutionCount(node.path("execution_count").asInt()));
      case "execution_complete" ->
          Optional.of(
              new CodeEvent.Completed(Duration.ofMillis(node.path("execution_time").asLong())));
      case "error" -> Optional.of(failed(node.path("error")));
      default -> Optional.empty();
    };
  }

  private static CodeEvent failed(JsonNode error) {
    return new CodeEvent.Failed(
        error.path("ename").asText(""),
        error.path("evalue").asText(""),
        Fields.texts(error, "traceback"));
  }

  @Override
  public CodeContext createContext(String language) {
    ObjectNode body = Fields.object().put("language", language);
    link.need(Capability.CODE);
    return link.observed(
        Operation.CODE_CONTEXT,
        () -> {
          JsonNode node = execd.json(RouteCall.to(Route.CODE_CONTEXT_CREATE).json(body));
          return new CodeContext(Fields.text(node, "id"), node.path("language").asText(language));
        });
  }

  @Override
  public List<CodeContext> contexts(String language) {
    link.need(Capability.CODE);
    return link.observed(
        Operation.CODE_CONTEXT,
        () -> {
          RouteCall call = RouteCall.to(Route.CODE_CONTEXTS_LIST).query("language", language);
          JsonNode answer = execd.json(call);
          return answer.isNull()
              ? List.of()
              : Fields.list(
                  answer,
                  node -> new CodeContext(Fields.text(node, "id"), Fields.text(node, "language")));
        });
  }

  @Override
  public void deleteContext(String contextId) {
    link.need(Capability.CODE);
    link.observed(
        Operation.CODE_CONTEXT,
        () -> execd.run(RouteCall.to(Route.CODE_CONTEXT_DELETE, contextId)));
  }

  @Override
  public void interrupt(String contextId) {
    link.need(Capability.CODE);
    link.observed(
        Operation.CODE_CONTEXT,
        () -> execd.run(RouteCall.to(Route.CODE_INTERRUPT).query("id", contextId)));
  }
}
