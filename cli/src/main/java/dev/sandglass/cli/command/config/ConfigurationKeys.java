package dev.sandglass.cli.command.config;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.sandbox.local.LocalProvider;
import java.util.List;
import java.util.function.Supplier;

/** What commands that change the configuration say about keys. */
final class ConfigurationKeys {
  private ConfigurationKeys() {}

  /** Turns what the configuration says about wrong keys and values into wrong usage. */
  static <T> T checked(Supplier<T> call) {
    try {
      return call.get();
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage())).causedBy(e);
    }
  }

  /** Says so if an engine runs, which was told its settings when it started. */
  static void remarkOnRunningEngine(CommandContext context, List<String> changed) {
    boolean engine = changed.stream().anyMatch(key -> key.startsWith("engine."));
    if (engine && LocalProvider.livingEngine(context.environment().variables()).isPresent()) {
      context
          .printer()
          .remark(
              "The next engine will have it; this one ends with: sand engine stop --force"
                  + " (sandboxes go on)");
    }
  }
}
