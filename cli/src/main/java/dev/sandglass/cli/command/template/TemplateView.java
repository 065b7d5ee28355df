package dev.sandglass.cli.command.template;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.cli.console.View;
import dev.sandglass.sandbox.TemplateInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/** How templates are shown. */
final class TemplateView {
  static final View<TemplateInfo> VIEW =
      View.<TemplateInfo>of(TemplateInfo::name, TemplateView::json)
          .column("NAME", TemplateInfo::name)
          .column("KIND", TemplateInfo::kind)
          .column(
              "CREATED",
              template ->
                  template
                      .createdAt()
                      .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                      .orElse("built in"))
          .column(
              "SIZE",
              template ->
                  template.sizeBytes().isPresent()
                      ? ByteCount.format(template.sizeBytes().getAsLong())
                      : "")
          .column("LAYERS", template -> Integer.toString(template.layers()));

  private TemplateView() {}

  private static ObjectNode json(TemplateInfo template) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", template.name());
    document.put("kind", template.kind());
    document.put("createdAt", template.createdAt().map(Instant::toString).orElse(null));
    document.put(
        "sizeBytes", template.sizeBytes().isPresent() ? template.sizeBytes().getAsLong() : null);
    document.put("layers", template.layers());
    document.put("builtIn", template.builtIn());
    template.entrypoint().forEach(document.putArray("entrypoint")::add);
    ObjectNode environment = document.putObject("environment");
    new TreeMap<>(template.environment()).forEach(environment::put);
    document.put("workingDirectory", template.workingDirectory().orElse(null));
    return document;
  }
}
