package dev.sandglass.cli.command.template;

import dev.sandglass.cli.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand template ls}. */
@Command(
    name = "ls",
    description = "List templates.",
    footer = {"  sand template ls"})
public final class TemplateLsCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public TemplateLsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.printer().list(TemplateView.VIEW, context.client().templates().list());
    return 0;
  }
}
