package dev.sandglass.cli.command.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.command.observe.SignalCountsView;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.cli.console.View;
import dev.sandglass.sandbox.EngineInfo;
import java.time.Instant;
import java.util.TreeMap;

/** How the engine is shown. */
final class EngineView {
  static final View<EngineInfo> VIEW =
      View.<EngineInfo>of(engine -> "running", EngineView::json)
          .column("STATE", engine -> "running")
          .column("VERSION", EngineInfo::version)
          .column("PID", engine -> Long.toString(engine.pid()))
          .column("MODE", EngineInfo::mode)
          .column("URL", engine -> engine.url().toString())
          .column("DIRECTORY", EngineInfo::stateDirectory)
          .column(
              "SANDBOXES",
              engine -> engine.runningSandboxes() + " running of " + engine.totalSandboxes())
          .column(
              "MEMORY",
              engine ->
                  engine.memoryBytes().isPresent()
                      ? ByteCount.format(engine.memoryBytes().getAsLong())
                      : "")
          .column("FORWARDING", engine -> engine.forwarding().map(EngineView::text).orElse(""))
          .column("SIGNALS", engine -> engine.signals().map(SignalCountsView::text).orElse(""))
          .column("ISOLATION", engine -> new TreeMap<>(engine.isolation()).toString())
          .column("NOTES", engine -> String.join(" | ", engine.notes()));

  /** How it is shown that no engine runs. */
  static final View<String> ABSENT =
      View.<String>of(text -> text, EngineView::absent).column("STATE", text -> text);

  private EngineView() {}

  private static ObjectNode absent(String state) {
    return JsonNodeFactory.instance.objectNode().put("running", false);
  }

  private static String text(EngineInfo.Forwarding forwarding) {
    String to =
        forwarding.endpoint().isEmpty()
            ? "only for sandboxes with --otel-export"
            : "to " + forwarding.endpoint() + " (" + forwarding.protocol() + ")";
    String became =
        forwarding.sentRecords()
            + " sent, "
            + forwarding.rejectedRecords()
            + " rejected, "
            + forwarding.droppedRecords()
            + " dropped, "
            + ByteCount.format(forwarding.queuedBytes())
            + " waiting";
    String problem = forwarding.lastProblem().isEmpty() ? "" : "; " + forwarding.lastProblem();
    return to + ": " + became + problem;
  }

  static ObjectNode json(EngineInfo engine) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("running", true);
    document.put("version", engine.version());
    document.put("pid", engine.pid());
    document.put("startedAt", engine.startedAt().map(Instant::toString).orElse(null));
    document.put("mode", engine.mode());
    document.put("url", engine.url().toString());
    document.put("stateDirectory", engine.stateDirectory());
    document.put("sandboxes", engine.totalSandboxes());
    document.put("runningSandboxes", engine.runningSandboxes());
    document.put(
        "memoryBytes", engine.memoryBytes().isPresent() ? engine.memoryBytes().getAsLong() : null);
    engine
        .forwarding()
        .ifPresent(
            forwarding ->
                document
                    .putObject("forwarding")
                    .put("endpoint", forwarding.endpoint())
                    .put("protocol", forwarding.protocol())
                    .put("sentRecords", forwarding.sentRecords())
                    .put("rejectedRecords", forwarding.rejectedRecords())
                    .put("droppedRecords", forwarding.droppedRecords())
                    .put("queuedBytes", forwarding.queuedBytes())
                    .put("lastProblem", forwarding.lastProblem()));
    engine.signals().ifPresent(counts -> document.set("signals", SignalCountsView.json(counts)));
    ObjectNode isolation = document.putObject("isolation");
    new TreeMap<>(engine.isolation()).forEach(isolation::put);
    engine.notes().forEach(document.putArray("notes")::add);
    return document;
  }
}
