package dev.sandglass.cli.command.provider;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand provider ls}. */
@Command(
    name = "ls",
    description = "List the providers and which one is in use.",
    footer = {"  sand provider ls"})
public final class ProviderLsCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public ProviderLsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Configuration configuration = context.configuration();
    String inUse =
        context.options().provider().or(() -> configuration.get(Key.PROVIDER)).orElseThrow();
    context.printer().list(ProviderView.of(inUse), configuration.providers());
    return 0;
  }
}
