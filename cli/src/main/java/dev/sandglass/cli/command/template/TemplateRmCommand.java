package dev.sandglass.cli.command.template;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.command.Removal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand template rm}. */
@Command(
    name = "rm",
    description = "Remove templates; those that a sandbox or snapshot needs are refused.",
    footer = {"  sand template rm debian"})
public final class TemplateRmCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(arity = "1..*", paramLabel = "TEMPLATE", description = "Which ones.")
  private List<String> names = List.of();

  @Option(names = "--ignore-not-found", description = "It is no error if one does not exist.")
  private boolean ignoreNotFound;

  /** Creates the command. */
  public TemplateRmCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return Removal.each(context, names, ignoreNotFound, this::remove);
  }

  private String remove(String name) {
    context.client().templates().delete(name);
    return name;
  }
}
