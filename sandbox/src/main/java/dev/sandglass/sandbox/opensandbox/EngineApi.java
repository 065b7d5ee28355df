package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.EngineInfo;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.http.Server;
import dev.sandglass.sandbox.http.Transport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Fields.optionalLong(node, "memoryBytes"));
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
