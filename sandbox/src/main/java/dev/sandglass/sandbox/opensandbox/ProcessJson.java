package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.process.CommandInfo;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.SandboxProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The JSON of commands and processes. */
final class ProcessJson {
  private ProcessJson() {}

  static ObjectNode exec(ExecRequest request) {
    ObjectNode node = background(request).put("stdin", request.stdin());
    request
        .terminal()
        .ifPresent(
            size ->
                node.putObject("terminal").put("columns", size.columns()).put("rows", size.rows()));
    return node;
  }

  static ObjectNode background(ExecRequest request) {
    ObjectNode node = Fields.object();
    Fields.putAll(node, "command", request.command());
    request.workingDirectory().ifPresent(path -> node.put("cwd", path));
    if (!request.environment().isEmpty()) {
      Fields.putAll(node, "env", request.environment());
    }
    request.user().ifPresent(user -> node.put("user", user));
    request.timeout().ifPresent(timeout -> node.put("timeoutSeconds", seconds(timeout)));
    return node;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  static CommandInfo command(JsonNode node) {
    JsonNode command = node.path("command");
    List<String> arguments =
        command.isArray() ? Fields.texts(node, "command") : Fields.texts(node, "argv");
    return new CommandInfo(
        Fields.text(node, "id"),
        node.path("kind").asText("background"),
        command.isTextual() ? command.textValue() : String.join(" ", arguments),
        arguments,
        node.path("running").asBoolean(),
        Fields.optionalInt(node, "exitCode"),
        Fields.optionalInstant(node, "startedAt"),
        Fields.optionalInstant(node, "finishedAt"),
        Fields.optionalLong(node, "pid"));
  }

  /** A command's status by the execd specification. */
  static CommandInfo status(JsonNode node) {
    return new CommandInfo(
        Fields.text(node, "id"),
        "background",
        node.path("content").asText(""),
        List.of(),
        node.path("running").asBoolean(),
        Fields.optionalInt(node, "exit_code"),
        Fields.optionalInstant(node, "started_at"),
        Fields.optionalInstant(node, "finished_at"),
        java.util.OptionalLong.empty());
  }

  static SandboxProcess process(JsonNode node) {
    return new SandboxProcess(
        node.path("pid").asLong(),
        node.path("hostPid").asLong(),
        node.path("parentPid").asLong(),
        node.path("user").asText(""),
        node.path("state").asText(""),
        Fields.texts(node, "command"),
        Duration.ofMillis(Math.round(node.path("cpuSeconds").asDouble() * 1000)),
        node.path("memoryBytes").asLong(),
        Fields.optionalInstant(node, "startedAt"),
        Fields.optionalText(node, "commandId"));
  }

  /** An error that came as a frame. */
  static SandboxException failure(JsonNode frame) {
    Optional<String> code = Fields.optionalText(frame, "code");
    String text = frame.path("message").asText(frame.path("error").asText(""));
    int status = code.map(ProcessJson::statusOf).orElse(500);
    return Failures.ofError(
        status,
        text,
        null,
        new SandboxException.Details(
            code.filter(c -> c.length() <= 100).map(Failures::printable).orElse(null), null, null));
  }

  private static int statusOf(String code) {
    if (code.endsWith("NOT_FOUND")) {
      return 404;
    }
    if (code.endsWith("INVALID_STATE")) {
      return 409;
    }
    // A command that could not be started was asked for wrongly: a directory that is not there,
    // say.
    return code.contains("INVALID") || code.endsWith("NOT_STARTED") ? 400 : 500;
  }
}
