package dev.sandglass.cli.command.provider;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.configuration.Setting;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand provider use}. */
@Command(
    name = "use",
    description = "Use a provider in all commands that do not say another.",
    footer = {"  sand provider use lab", "  sand provider use local"})
public final class ProviderUseCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "NAME", description = "The provider; local is always there.")
  private String name = "";

  /** Creates the command. */
  public ProviderUseCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Configuration configuration = context.configuration();
    configuration.providerInUse(Optional.of(name));
    configuration.set(Key.PROVIDER.path(), name);
    Optional<Setting> setting = configuration.setting(Key.PROVIDER.path());
    if (setting.isPresent() && setting.get().source() == Setting.Source.ENVIRONMENT) {
      context.printer().warn(setting.get().origin() + " goes before what was set");
    }
    return 0;
  }
}
