package dev.sandglass.cli.command.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.console.View;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand config path}. */
@Command(
    name = "path",
    description = "Print the path of the configuration file, whether it exists or not.",
    footer = {"  $EDITOR \"$(sand config path)\""})
public final class ConfigPathCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public ConfigPathCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String file = context.configuration().file().toString();
    View<String> view =
        View.of(text -> text, text -> JsonNodeFactory.instance.objectNode().put("path", text));
    context.printer().result(view, file);
    return 0;
  }
}
