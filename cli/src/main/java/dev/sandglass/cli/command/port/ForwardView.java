package dev.sandglass.cli.command.port;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.View;
import dev.sandglass.sandbox.Ports;

/** How listeners on this machine are shown. */
final class ForwardView {
  static final View<Ports.Forward> VIEW =
      View.<Ports.Forward>of(forward -> forward.url().toString(), ForwardView::json)
          .column("PORT", forward -> Integer.toString(forward.port()))
          .column("URL", forward -> forward.url().toString())
          .column("ADDRESS", Ports.Forward::address);

  private ForwardView() {}

  private static ObjectNode json(Ports.Forward forward) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("port", forward.port());
    document.put("url", forward.url().toString());
    document.put("address", forward.address());
    return document;
  }
}
