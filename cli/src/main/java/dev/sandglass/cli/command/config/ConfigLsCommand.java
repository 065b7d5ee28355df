package dev.sandglass.cli.command.config;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.configuration.Key;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sand config ls}. */
@Command(
    name = "ls",
    description = "List what is set, and where it comes from.",
    footer = {"  sand config ls", "  sand config ls --all"})
public final class ConfigLsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = {"-a", "--all"},
      description = "List all keys that there are, with their defaults.")
  private boolean all;

  /** Creates the command. */
  public ConfigLsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (all) {
      context.printer().list(SettingView.KEYS, List.of(Key.values()));
    } else {
      context.printer().list(SettingView.VIEW, context.configuration().settings());
    }
    return 0;
  }
}
