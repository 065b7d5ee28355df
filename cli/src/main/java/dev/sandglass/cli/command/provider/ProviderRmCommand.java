package dev.sandglass.cli.command.provider;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.configuration.ApiKeyFile;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.configuration.ProviderSettings;
import dev.sandglass.cli.configuration.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand provider rm}. */
@Command(
    name = "rm",
    description = "Forget providers and their API keys; their sandboxes stay as they are.",
    footer = {"  sand provider rm lab"})
public final class ProviderRmCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The providers.")
  private List<String> names = List.of();

  /** Creates the command. */
  public ProviderRmCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Configuration configuration = context.configuration();
    List<String> known = configuration.providers().stream().map(ProviderSettings::name).toList();
    for (String name : names) {
      if (name.equals(ProviderSettings.LOCAL)) {
        throw CommandException.usage("'local' is always there and cannot be removed");
      }
      if (!known.contains(name)) {
        throw CommandException.cannot(ErrorKind.NOT_FOUND, "There is no provider '" + name + "'");
      }
    }
    names.forEach(this::remove);
    return 0;
  }

  private void remove(String name) {
    Configuration configuration = context.configuration();
    List<String> keys = new ArrayList<>();
    for (Key key : Key.values()) {
      if (key.isOfProvider()) {
        keys.add(key.path(name));
      }
    }
    Optional<Setting> chosen = configuration.setting(Key.PROVIDER.path());
    boolean inUse =
        chosen.isPresent()
            && chosen.get().source() == Setting.Source.FILE
            && chosen.get().value().equals(name);
    if (inUse) {
      keys.add(Key.PROVIDER.path());
    }
    configuration.unset(keys);
    ApiKeyFile.delete(configuration, name);
    if (inUse) {
      context.printer().remark("'" + name + "' was in use; now it is 'local'");
    }
  }
}
