package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.DashboardLink;
import dev.sandglass.sandbox.EngineInfo;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.http.Server;
import dev.sandglass.sandbox.http.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine says about itself, and how it is told to stop. */
public final class EngineApi {
  private final Transport transport;

  /** Asks by this transport. */
  public EngineApi(Transport transport) {
    this.transport = transport;
  }

  /** Asks a running engine about itself. */
  public EngineInfo info(Server server) {
    JsonNode node = transport.send(server, RouteCall.to(Route.ENGINE_GET)).json();
    JsonNode isolation = node.path("isolation");
    Map<String, String> parts = new LinkedHashMap<>(Fields.textMap(node, "isolation"));
    List<String> notes = Fields.texts(isolation, "notes");
    parts.remove("notes");
    JsonNode sandboxes = node.path("sandboxes");
    return new EngineInfo(
        Fields.text(node, "version"),
        node.path("pid").asLong(),
        Fields.optionalInstant(node, "startedAt"),
        node.path("mode").asText(""),
        server.base(),
        node.path("stateDirectory").asText(""),
        parts,
        notes,
        sandboxes.path("total").asInt(),
        sandboxes.path("running").asInt(),
        Fields.optionalLong(node, "memoryBytes"),
        Optional.of(node.path("forwarding")).filter(JsonNode::isObject).map(EngineApi::forwarding),
        LifecycleJson.signals(node));
  }

  private static EngineInfo.Forwarding forwarding(JsonNode node) {
    return new EngineInfo.Forwarding(
        node.path("endpoint").asText(),
        node.path("protocol").asText(),
        node.path("sentRecords").asLong(),
        node.path("rejectedRecords").asLong(),
        node.path("droppedRecords").asLong(),
        node.path("queuedBytes").asLong(),
        node.path("lastProblem").asText());
  }

  /** Gets a link to the dashboard of a running engine. */
  public DashboardLink dashboard(Server server) {
    JsonNode node = transport.send(server, RouteCall.to(Route.DASHBOARD_TOKEN)).json();
    return new DashboardLink(
        server.base().resolve(Fields.text(node, "path")),
        Duration.ofSeconds(node.path("expiresInSeconds").asLong()));
  }

  /**
   * Tells an engine to stop.
   *
   * @throws SandboxException.Conflict if sandboxes run and it is not forced
   */
  public void stop(Server server, boolean force) {
    transport
        .send(server, RouteCall.to(Route.ENGINE_STOP).json(Fields.object().put("force", force)))
        .discard();
  }
}
