package dev.sandglass.cli.command.fs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.value.InnerPath;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand fs replace}. */
@Command(
    name = "replace",
    description = "Replace every occurrence of a text in a file.",
    footer = {"  sand fs replace box /workspace/app.conf 8080 9090"})
public final class FsReplaceCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "The file.")
  private InnerPath path = new InnerPath("/");

  @Parameters(index = "2", paramLabel = "OLD", description = "The text to look for; not a pattern.")
  private String old = "";

  @Parameters(index = "3", paramLabel = "NEW", description = "What to put in its place.")
  private String replacement = "";

  /** Creates the command. */
  public FsReplaceCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (old.isEmpty()) {
      throw CommandException.usage("The text to look for is empty");
    }
    int count = context.sandbox(sandbox).files().replace(path.text(), old, replacement);
    switch (context.format()) {
      case TABLE ->
          context.printer().remark(count + (count == 1 ? " replacement" : " replacements"));
      case NAME -> context.printer().line(Integer.toString(count));
      case JSON, YAML -> {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        context.printer().document(document.put("path", path.text()).put("replacements", count));
      }
    }
    return 0;
  }
}
