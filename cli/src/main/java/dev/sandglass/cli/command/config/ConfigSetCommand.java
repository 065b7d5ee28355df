package dev.sandglass.cli.command.config;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.configuration.Setting;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand config set}. */
@Command(
    name = "set",
    description = "Set a key in the configuration file; comments there stay.",
    footer = {
      "  sand config set output json",
      "  sand config set engine.allow-host-paths /srv/data,/home/me/src"
    })
public final class ConfigSetCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "KEY",
      description = "The key; sand config ls --all lists them.")
  private String key = "";

  @Parameters(
      index = "1",
      paramLabel = "VALUE",
      description = "The value; lists have commas between elements.")
  private String value = "";

  /** Creates the command. */
  public ConfigSetCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConfigurationKeys.checked(
        () -> {
          context.configuration().set(key, value);
          return true;
        });
    context
        .configuration()
        .setting(key)
        .filter(setting -> setting.source() == Setting.Source.ENVIRONMENT)
        .ifPresent(
            setting -> context.printer().warn(setting.origin() + " goes before what was set"));
    ConfigurationKeys.remarkOnRunningEngine(context, List.of(key));
    return 0;
  }
}
