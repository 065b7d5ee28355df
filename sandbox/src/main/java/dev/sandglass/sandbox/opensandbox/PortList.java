package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.Ports;
import dev.sandglass.sandbox.Secret;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ports of a sandbox. */
final class PortList implements Ports {
  private final Link link;
  private final String id;

  PortList(Link link, String id) {
    this.link = link;
    this.id = id;
  }

  @Override
  public Endpoint endpoint(int port) {
    return find(port, false);
  }

  @Override
  public Endpoint proxiedEndpoint(int port) {
    return find(port, true);
  }

  private Endpoint find(int port, boolean throughServer) {
    link.need(Capability.ENDPOINTS);
    return link.observed(
        Operation.PORT_ENDPOINT,
        () -> {
          RouteCall call = RouteCall.to(Route.SANDBOX_ENDPOINT, id, Integer.toString(port));
          if (throughServer) {
            call.query("use_server_proxy", "true");
          }
          return endpoint(link, link.json(call));
        });
  }

  /** An endpoint has no scheme: that of the server holds. */
  static Endpoint endpoint(Link link, JsonNode node) {
    String address = Fields.text(node, "endpoint").replaceFirst("/+$", "");
    String scheme = link.source().server().base().getScheme();
    Map<String, Secret> headers = new LinkedHashMap<>();
    try {
      Fields.textMap(node, "headers").forEach((name, value) -> headers.put(name, Secret.of(value)));
      URI url = URI.create(address.contains("://") ? address : scheme + "://" + address);
      if (url.getHost() == null) {
        throw Fields.malformed("endpoint");
      }
      return new Endpoint(url, headers);
    } catch (IllegalArgumentException e) {
      throw Fields.malformed("endpoint");
    }
  }

  @Override
  public Forward forward(int port, int listen) {
    link.need(Capability.FORWARDS);
    var body = Fields.object().put("port", port).put("listen", listen);
    return link.observed(
        Operation.PORT_FORWARD,
        () -> forward(link.json(RouteCall.to(Route.FORWARDS_CREATE, id).json(body))));
  }

  @Override
  public List<Forward> forwards() {
    link.need(Capability.FORWARDS);
    return link.observed(
        Operation.PORT_FORWARD,
        () ->
            Fields.list(
                items(link.json(RouteCall.to(Route.FORWARDS_LIST, id))), PortList::forward));
  }

  @Override
  public void closeForward(int port) {
    link.need(Capability.FORWARDS);
    link.observed(
        Operation.PORT_FORWARD,
        () -> link.run(RouteCall.to(Route.FORWARD_DELETE, id, Integer.toString(port))));
  }

  /** A list stands alone or as {@code items}. */
  static JsonNode items(JsonNode node) {
    return node.isObject() ? node.path("items") : node;
  }

  private static Forward forward(JsonNode node) {
    return new Forward(
        node.path("port").asInt(),
        URI.create(Fields.text(node, "url")),
        Fields.text(node, "address"));
  }
}
