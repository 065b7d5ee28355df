package dev.sandglass.cli.command.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandglass.cli.CommandContext;
import java.util.List;

/** Prints what is JSON already: one document a line for people, one array for programs. */
final class JsonLines {
  private JsonLines() {}

  static void print(CommandContext context, List<String> lines) {
    if (context.format().isDocument()) {
      context.printer().document(array(lines));
    } else {
      lines.forEach(line -> context.printer().line(line));
    }
  }

  private static ArrayNode array(List<String> lines) {
    JsonMapper mapper = new JsonMapper();
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (String line : lines) {
      try {
        array.add(mapper.readTree(line));
      } catch (JsonProcessingException e) {
        array.add(line); // somebody has edited the file: show what stands there
      }
    }
    return array;
  }
}
