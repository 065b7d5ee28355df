package dev.sandglass.cli.command.config;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.configuration.Setting;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand config get}. */
@Command(
    name = "get",
    description = "Print the value of a key: from the environment, the file, or the default.",
    footer = {"  sand config get provider", "  sand config get defaults.memory -o json"})
public final class ConfigGetCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "KEY", description = "The key, such as defaults.memory.")
  private String key = "";

  /** Creates the command. */
  public ConfigGetCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Setting setting =
        ConfigurationKeys.checked(
            () -> {
              context.configuration().get(key);
              return context
                  .configuration()
                  .setting(key)
                  .orElseThrow(
                      () -> CommandException.cannot(ErrorKind.NOT_SET, "'" + key + "' is not set"));
            });
    switch (context.format()) {
      case TABLE, NAME -> context.printer().line(setting.value());
      case JSON, YAML -> context.printer().document(SettingView.json(setting));
    }
    return 0;
  }
}
