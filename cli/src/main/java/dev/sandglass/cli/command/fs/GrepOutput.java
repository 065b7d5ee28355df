package dev.sandglass.cli.command.fs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.sandbox.process.OutputChannel;
import dev.sandglass.sandbox.process.OutputConsumer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Turns the output of {@code grep -Hn --null} into lines or a document as it comes. */
final class GrepOutput implements OutputConsumer {
  private static final int LONGEST_LINE = 1 << 20;
  private static final int MOST_MATCHES_IN_DOCUMENT = 100_000;

  private final CommandContext context;
  private final boolean namesOnly;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder problems = new StringBuilder();
  private final ArrayNode document = JsonNodeFactory.instance.arrayNode();
  private String lastName = "";

  GrepOutput(CommandContext context, boolean namesOnly) {
    this.context = context;
    this.namesOnly = namesOnly;
  }

  @Override
  public void accept(OutputChannel channel, ByteBuffer data) {
    if (channel == OutputChannel.STDERR) {
      if (problems.length() < LONGEST_LINE) {
        problems.append(StandardCharsets.UTF_8.decode(data));
      }
      return;
    }
    while (data.hasRemaining()) {
      byte octet = data.get();
      if (octet == '\n') {
        match(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else if (line.size() < LONGEST_LINE) {
        line.write(octet);
      }
    }
  }

  private void match(String match) {
    int end = match.indexOf('\0');
    int colon = match.indexOf(':', end + 1);
    if (end < 0 || colon < 0) {
      return;
    }
    String name = match.substring(0, end);
    if (namesOnly && name.equals(lastName)) {
      return;
    }
    lastName = name;
    String number = match.substring(end + 1, colon);
    String text = match.substring(colon + 1);
    switch (context.format()) {
      case TABLE, NAME ->
          context.printer().line(namesOnly ? name : name + ":" + number + ":" + text);
      case JSON, YAML -> add(name, number, text);
    }
  }

  private void add(String name, String number, String text) {
    if (document.size() >= MOST_MATCHES_IN_DOCUMENT) {
      throw CommandException.cannot(
          ErrorKind.TOO_MANY,
          "More than " + MOST_MATCHES_IN_DOCUMENT + " matches for one document");
    }
    ObjectNode match = document.addObject().put("path", name);
    if (!namesOnly) {
      match.put("line", Long.parseLong(number)).put("text", text);
    }
  }

  /** Writes what waits for the end. */
  void finish() {
    if (context.format().isDocument()) {
      context.printer().document(document);
    }
  }

  /** Returns the first line that grep complained with. */
  String problem() {
    return problems.toString().lines().findFirst().orElse("no reason given");
  }
}
