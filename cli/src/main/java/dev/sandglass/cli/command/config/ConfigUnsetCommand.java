package dev.sandglass.cli.command.config;

import dev.sandglass.cli.CommandContext;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand config unset}. */
@Command(
    name = "unset",
    description = "Remove keys from the configuration file; it is no error if they are not there.",
    footer = {"  sand config unset defaults.memory"})
public final class ConfigUnsetCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(arity = "1..*", paramLabel = "KEY", description = "The keys.")
  private List<String> keys = List.of();

  /** Creates the command. */
  public ConfigUnsetCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    boolean found = ConfigurationKeys.checked(() -> context.configuration().unset(keys));
    if (!found) {
      context.printer().remark("Nothing was set in " + context.configuration().file());
      return 0;
    }
    ConfigurationKeys.remarkOnRunningEngine(context, keys);
    return 0;
  }
}
