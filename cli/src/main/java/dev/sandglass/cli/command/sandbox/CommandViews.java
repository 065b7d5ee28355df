package dev.sandglass.cli.command.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.cli.console.View;
import dev.sandglass.cli.value.Durations;
import dev.sandglass.sandbox.process.CommandInfo;
import dev.sandglass.sandbox.process.SandboxProcess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How processes and background commands are shown. */
final class CommandViews {
  private static final String NONE = "-";

  private CommandViews() {}

  /** Background commands and the entry point. */
  static View<CommandInfo> command() {
    return View.of(CommandInfo::id, CommandViews::json);
  }

  /** Processes of a sandbox. */
  static View<SandboxProcess> process(Clock clock) {
    return View.<SandboxProcess>of(process -> Long.toString(process.pid()), CommandViews::json)
        .column("PID", process -> Long.toString(process.pid()))
        .column("USER", SandboxProcess::user)
        .column("STATE", SandboxProcess::state)
        .column("CPU", process -> process.cpuTime().toMillis() / 1000.0 + "s")
        .column("MEMORY", process -> ByteCount.format(process.memoryBytes()))
        .column("AGE", process -> process.startedAt().map(at -> age(at, clock)).orElse(NONE))
        .column("COMMAND ID", process -> process.commandId().orElse(NONE))
        .column("COMMAND", process -> String.join(" ", process.command()));
  }

  private static String age(Instant startedAt, Clock clock) {
    return Durations.format(Duration.between(startedAt, clock.instant()));
  }

  private static ObjectNode json(CommandInfo command) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", command.id());
    node.put("kind", command.kind());
    node.put("command", command.command());
    ArrayNode arguments = node.putArray("arguments");
    command.arguments().forEach(arguments::add);
    node.put("running", command.running());
    command
        .exitCode()
        .ifPresentOrElse(code -> node.put("exitCode", code), () -> node.putNull("exitCode"));
    node.put("startedAt", command.startedAt().map(Instant::toString).orElse(null));
    node.put("finishedAt", command.finishedAt().map(Instant::toString).orElse(null));
    command.pid().ifPresentOrElse(pid -> node.put("pid", pid), () -> node.putNull("pid"));
    return node;
  }

  private static ObjectNode json(SandboxProcess process) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("pid", process.pid());
    node.put("hostPid", process.hostPid());
    node.put("parentPid", process.parentPid());
    node.put("user", process.user());
    node.put("state", process.state());
    ArrayNode command = node.putArray("command");
    process.command().forEach(command::add);
    node.put("cpuSeconds", process.cpuTime().toMillis() / 1000.0);
    node.put("memoryBytes", process.memoryBytes());
    node.put("startedAt", process.startedAt().map(Instant::toString).orElse(null));
    node.put("commandId", process.commandId().orElse(null));
    return node;
  }
}
