package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.TemplateInfo;
import dev.sandglass.sandbox.Templates;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import java.nio.file.Path;
import java.util.List;

/** The templates of the engine. */
final class TemplateList implements Templates {
  private final Link link;

  TemplateList(Link link) {
    this.link = link;
  }

  @Override
  public TemplateInfo add(String name, Path source) {
    link.need(Capability.TEMPLATES);
    var body = Fields.object().put("source", source.toAbsolutePath().normalize().toString());
    return link.observed(
        Operation.TEMPLATE_ADD,
        () -> template(link.json(RouteCall.to(Route.TEMPLATE_ADD, name).json(body).unlimited())));
  }

  @Override
  public List<TemplateInfo> list() {
    link.need(Capability.TEMPLATES);
    return link.observed(
        Operation.TEMPLATE_LIST,
        () ->
            Fields.list(
                PortList.items(link.json(RouteCall.to(Route.TEMPLATES_LIST))),
                TemplateList::template));
  }

  @Override
  public void delete(String name) {
    link.need(Capability.TEMPLATES);
    link.observed(
        Operation.TEMPLATE_DELETE, () -> link.run(RouteCall.to(Route.TEMPLATE_DELETE, name)));
  }

  private static TemplateInfo template(JsonNode node) {
    JsonNode layers = node.path("layers");
    return new TemplateInfo(
        Fields.text(node, "name"),
        node.path("kind").asText(""),
        Fields.optionalInstant(node, "createdAt"),
        Fields.optionalLong(node, "sizeBytes"),
        layers.isArray() ? layers.size() : layers.asInt(),
        node.path("builtIn").asBoolean(),
        Fields.texts(node, "entrypoint"),
        Fields.textMap(node, "env"),
        Fields.optionalText(node, "workingDirectory"));
  }
}
