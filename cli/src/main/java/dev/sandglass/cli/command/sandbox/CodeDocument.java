package dev.sandglass.cli.command.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.process.CodeEvent;
import dev.sandglass.sandbox.process.OutputChannel;
import java.util.TreeMap;

/** Everything that happened as one document, at the end. */
final class CodeDocument implements CodeOutput {
  private final CommandContext context;
  private final StringBuilder stdout = new StringBuilder();
  private final StringBuilder stderr = new StringBuilder();
  private final ArrayNode results = JsonNodeFactory.instance.arrayNode();

  CodeDocument(CommandContext context) {
    this.context = context;
  }

  @Override
  public void on(CodeEvent event) {
    if (event instanceof CodeEvent.Output output) {
      (output.channel() == OutputChannel.STDOUT ? stdout : stderr).append(output.text());
    } else if (event instanceof CodeEvent.Result result) {
      ObjectNode node = results.addObject();
      new TreeMap<>(result.representations()).forEach(node::put);
    }
  }

  @Override
  public void end(CodeEvent.End end) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("stdout", stdout.toString());
    document.put("stderr", stderr.toString());
    document.set("results", results);
    if (end instanceof CodeEvent.Failed failed) {
      ObjectNode error = document.putObject("error");
      error.put("name", failed.name());
      error.put("value", failed.value());
      ArrayNode traceback = error.putArray("traceback");
      failed.traceback().forEach(traceback::add);
    } else {
      document.putNull("error");
    }
    context.printer().document(document);
  }
}
